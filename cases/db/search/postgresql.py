"""The search on PostgreSQL: a tsvector of each message and a GIN index, beside the order of their moments."""

from __future__ import annotations

from cases.db.search import (
    ALSO_FOLDED,
    AROUND,
    FILES,
    MOST_OF_FILES,
    NEWEST,
    OPENED_BY,
    SOURCE,
    SOURCE_WITH_RELEASED,
    TABLE,
)
from cases.db.trigger import Trigger, postgresql_trigger


def _each(table: str, path: str, *names: str) -> str:
    texts = ", ".join(f"e ->> '{name}'" for name in names)
    return (
        f" || ' ' || coalesce((SELECT string_agg(concat_ws(' ', {texts}), ' ') FROM {table},"
        f" jsonb_array_elements(r.terms -> '{path}') e WHERE r.order_id = c.order_id), '')"
    )


def _view(files: str, source: str = SOURCE, shown: str = "") -> str:
    """What few messages have is read by functions, so that no plan is made for it in the others."""
    return (
        "CREATE OR REPLACE VIEW searchable AS"
        " SELECT m.case_id, m.seq, m.at, c.seller_id, c.buyer_id, coalesce(t.body, '') AS body,"
        " CASE WHEN coalesce(t.fields, '{}') = '{}' THEN '' ELSE nazorg_told(t.fields) END AS told,"
        f" CASE WHEN m.seq > 1 THEN '' ELSE nazorg_about(c.id) END AS about, {files} AS files"
        f' {source} WHERE {shown}position(\'"delivery":"held"\' in m.canonical) = 0'
    )


_NAMED = (
    "SELECT left(string_agg(a.name, ' ' ORDER BY a.id) || ' ' || string_agg(a.text, ' ' ORDER BY a.id),"
    f" {MOST_OF_FILES}) FROM {FILES} u JOIN attachment a ON a.id = u.attachment"
    " WHERE u.case_id = of_case AND u.seq = of_seq"
)
_TOLD = (
    "coalesce((SELECT string_agg(j #>> '{}', ' ') FROM jsonb_path_query(fields::jsonb, 'strict $.**') j"
    " WHERE jsonb_typeof(j) = 'string'), '')"
)
_ABOUT = (
    f"{AROUND} || ' ' || coalesce((c.about ->> 'title') || ' ' || (c.about ->> 'sku'), '')"
    f"{_each(NEWEST, 'lines', 'title', 'sku')}{_each(NEWEST, 'parcels', 'tracking')}"
)

TABLES = (
    (
        f"CREATE TABLE {TABLE} (at timestamptz NOT NULL, case_id uuid NOT NULL, seq integer NOT NULL,"
        " seller_id varchar NOT NULL, words tsvector NOT NULL, PRIMARY KEY (at, case_id, seq))"
    ),
    f"CREATE INDEX search_text_of_seller ON {TABLE} (seller_id, at, case_id, seq)",
    f"CREATE INDEX search_text_words ON {TABLE} USING gin (words)",
    _view("''"),
)
_FILES = "CASE WHEN t.case_id IS NULL THEN '' ELSE nazorg_files(m.case_id, m.seq) END"
VIEWS_WITH_FILES = (_view(_FILES),)
"""The same view once files are known: none of a message whose words were redacted."""

VIEWS_WITH_RELEASED = (_view(_FILES, SOURCE_WITH_RELEASED, "f.seq IS NOT NULL OR "),)
"""The same view once messages are set free."""

_SAID = "v.body || ' ' || v.told || ' ' || v.about"
_ALL_SAID = f"{_SAID} || ' ' || v.files"


def _fill(said: str) -> str:
    return (
        f"INSERT INTO {TABLE} (at, case_id, seq, seller_id, words) SELECT v.at, v.case_id, v.seq, v.seller_id,"
        f" nazorg_words(v.seller_id, v.buyer_id, {said}) FROM searchable v"
    )


FILL = _fill(_SAID)


def _folded(text: str) -> str:
    for letter, plain in ALSO_FOLDED.items():  # quicker than one translate
        text = f"replace({text}, '{letter}', '{plain}')"
    return text


_BARE = "regexp_replace(lower(normalize(said, NFD) COLLATE pg_c_utf8), '[\\u0300-\\u036f]+', '', 'g')"
_ALSO = f"'[{''.join(ALSO_FOLDED)}]'"
_PLAIN = "regexp_replace(lower(said COLLATE pg_c_utf8), '[^a-z0-9 ]+', ' ', 'g')"  # a blank stays: most of what parts
_AGAIN = (
    f"UPDATE {TABLE} s SET words = nazorg_words(v.seller_id, v.buyer_id, {_ALL_SAID})"
    " FROM searchable v WHERE s.at = v.at AND s.case_id = v.case_id AND s.seq = v.seq AND"
)
FILL_FILES = f"{_AGAIN} (v.case_id, v.seq) IN (SELECT u.case_id, u.seq FROM {FILES} u)"
ANEW = (f"{_fill(_ALL_SAID)} WHERE {{}} ON CONFLICT (at, case_id, seq) DO UPDATE SET words = EXCLUDED.words",)
"""Take in the messages that are named, with their files, or read them anew."""

MOST_WORDS = 230_000
"""How many folded characters of a message are taken apart: of the widest letters a tsvector has room for no more."""

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION nazorg_fold(said text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF octet_length(said) = char_length(said) THEN RETURN {_PLAIN}; END IF;
  said := {_BARE};
  IF said ~ {_ALSO} THEN said := {_folded("said")}; END IF;
  RETURN regexp_replace(said COLLATE pg_c_utf8, '[^[:alnum:] ]+', ' ', 'g');
END $$;

CREATE OR REPLACE FUNCTION nazorg_told(fields text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT {_TOLD}
$$;

CREATE OR REPLACE FUNCTION nazorg_about(of_case uuid) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT {_ABOUT} FROM cases c WHERE c.id = of_case
$$;

CREATE OR REPLACE FUNCTION nazorg_files(of_case uuid, of_seq integer) RETURNS text LANGUAGE plpgsql STABLE
PARALLEL SAFE AS $$
BEGIN RETURN coalesce(({_NAMED}), ''); END
$$;

CREATE OR REPLACE FUNCTION nazorg_words(seller text, buyer uuid, said text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE
PARALLEL SAFE AS $$
BEGIN
  RETURN array_to_tsvector(ARRAY['seller ' || seller, 'buyer ' || coalesce(buyer::text, 'nobody')])
    || to_tsvector('simple', left(nazorg_fold(said), {MOST_WORDS}));
END $$;

CREATE OR REPLACE FUNCTION nazorg_sought(said text, goes_on boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE
PARALLEL SAFE AS $$
  SELECT CASE WHEN goes_on AND numnode(q) > 0 THEN (q::text || ':*')::tsquery ELSE q END
    FROM phraseto_tsquery('simple', nazorg_fold(said)) q
$$;

CREATE OR REPLACE FUNCTION nazorg_content_is_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {FILL} WHERE v.case_id = NEW.case_id AND v.seq = NEW.seq ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_case_is_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {FILL} WHERE v.case_id = NEW.id AND v.seq = 1 ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_redacted_is_not_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {_AGAIN} v.case_id = OLD.case_id AND v.seq = OLD.seq;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_files_are_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ANEW[0].format("(v.case_id, v.seq) IN (SELECT n.case_id, n.seq FROM named n)")};
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_released_is_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {ANEW[0].format("v.case_id = NEW.case_id AND v.seq = NEW.seq")};
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_file_is_read_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {_AGAIN} (v.case_id, v.seq) IN (SELECT u.case_id, u.seq FROM {FILES} u WHERE u.attachment = OLD.id);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_renamed_is_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {_AGAIN} {OPENED_BY.format("buyer_id")};
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION nazorg_order_is_searchable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {_AGAIN} {OPENED_BY.format("order_id")};
  RETURN NULL;
END $$;
"""

TRIGGERS: tuple[Trigger, ...] = (
    postgresql_trigger(
        "content_is_searchable",
        "AFTER INSERT",
        "content",
        "nazorg_content_is_searchable",
        "NEW.part = 'delivered'",
        TABLE,
    ),
    postgresql_trigger("case_is_searchable", "AFTER INSERT", "cases", "nazorg_case_is_searchable", "", TABLE),
    postgresql_trigger(
        "redacted_is_not_searchable", "AFTER DELETE", "content", "nazorg_redacted_is_not_searchable", "", TABLE
    ),
    postgresql_trigger(
        "renamed_is_searchable",
        "AFTER UPDATE OF name, external_id",
        "person",
        "nazorg_renamed_is_searchable",
        "NEW.name IS DISTINCT FROM OLD.name OR NEW.external_id IS DISTINCT FROM OLD.external_id",
        TABLE,
    ),
    postgresql_trigger(
        "order_is_searchable", "AFTER UPDATE OF revision", "orders", "nazorg_order_is_searchable", "", TABLE
    ),
    postgresql_trigger(
        "released_is_searchable", "AFTER INSERT", "released", "nazorg_released_is_searchable", "", FILES
    ),
    Trigger(  # once for all the files of a statement, whose words are many
        "files_are_searchable",
        FILES,
        f"CREATE TRIGGER files_are_searchable AFTER INSERT ON {FILES} REFERENCING NEW TABLE AS named"
        " FOR EACH STATEMENT EXECUTE FUNCTION nazorg_files_are_searchable()",
        FILES,
    ),
    postgresql_trigger(
        "unnamed_is_not_searchable", "AFTER DELETE", FILES, "nazorg_redacted_is_not_searchable", "", FILES
    ),
    postgresql_trigger(
        "file_is_read_anew", "AFTER UPDATE OF name, text OR DELETE", "attachment", "nazorg_file_is_read_anew", "", FILES
    ),
)
