"""The search on SQLite: an FTS5 index whose rows are numbered by their moment, so that it gives the newest first."""

from __future__ import annotations

from cases.db.search import (
    ALSO_FOLDED,
    AROUND,
    FILES,
    MOST_OF_FILES,
    NEWEST,
    OF_OTHER_ALPHABETS,
    OPENED_BY,
    SOURCE,
    SOURCE_WITH_RELEASED,
    TABLE,
)
from cases.db.trigger import Trigger, sqlite_trigger

IDS_A_SECOND = 1_048_576
"""How many messages have room in one second; the id of a message is its second times this, and a number on top."""

_AT_A_TIME = 10
_CAPITALS = {"ẞ": "ss", "Æ": "ae", "Œ": "oe", "Þ": "th", "Ł": "l", "Ø": "o", "Đ": "d", "Ħ": "h"}
_ACCENTED = {"ǿ": "o", "Ǿ": "o", "ǽ": "ae", "Ǽ": "ae", "ǣ": "ae", "Ǣ": "ae"}


def _folded() -> str:
    """The view with the letters replaced that the tokenizer leaves alone; plain ASCII stays as it is.

    A few letters at a time, because the parser of SQLite nests a hundred symbols and no more.
    """
    kept = "case_id, seq, at, seller_id, buyer_id, said, files"
    source = "SELECT *, body || ' ' || told || ' ' || about AS said FROM searchable"
    source = f"SELECT {kept}, said AS folded, files AS files_folded FROM ({source})"
    letters = list({**ALSO_FOLDED, **_CAPITALS, **_ACCENTED, **OF_OTHER_ALPHABETS}.items())
    for first in range(0, len(letters), _AT_A_TIME):
        text, files = "folded", "files_folded"
        for letter, plain in letters[first : first + _AT_A_TIME]:
            text, files = (f"replace({column}, '{letter}', '{plain}')" for column in (text, files))
        source = f"SELECT {kept}, {text} AS folded, {files} AS files_folded FROM ({source})"
    return (
        "CREATE VIEW searchable_folded AS SELECT case_id, seq, at, seller_id, buyer_id,"
        f" CASE WHEN {_is_plain('said')} THEN said ELSE folded END AS words,"
        f" CASE WHEN {_is_plain('files')} THEN files ELSE files_folded END AS files FROM ({source})"
    )


def _is_plain(text: str) -> str:
    return f"length({text}) = length(CAST({text} AS BLOB))"


def _each(table: str, path: str, *names: str) -> str:
    texts = " || ' ' || ".join(f"coalesce(json_extract(e.value, '$.{name}'), '')" for name in names)
    return (
        f" || ' ' || coalesce((SELECT group_concat({texts}, ' ') FROM {table}, json_each(r.terms, '$.{path}') e"
        " WHERE r.order_id = c.order_id), '')"
    )


def _view(files: str, source: str = SOURCE, shown: str = "") -> str:
    return (
        "CREATE VIEW searchable AS"
        " SELECT m.case_id, m.seq, m.at, c.seller_id, c.buyer_id, coalesce(t.body, '') AS body,"
        " CASE WHEN coalesce(t.fields, '{}') = '{}' THEN '' ELSE coalesce("
        "(SELECT group_concat(j.atom, ' ') FROM json_tree(t.fields) j WHERE j.type = 'text'), '') END AS told,"
        f" CASE WHEN m.seq > 1 THEN '' ELSE {AROUND}"
        " || ' ' || coalesce(json_extract(c.about, '$.title') || ' ' || json_extract(c.about, '$.sku'), '')"
        f"{_each(NEWEST, 'lines', 'title', 'sku')}{_each(NEWEST, 'parcels', 'tracking')} END AS about, {files} AS files"
        f' {source} WHERE {shown}instr(m.canonical, \'"delivery":"held"\') = 0'
    )


_NAMED = (
    f"SELECT a.name, a.text FROM {FILES} u JOIN attachment a ON a.id = u.attachment"
    " WHERE u.case_id = m.case_id AND u.seq = m.seq ORDER BY a.id"
)
_FILES = (
    "CASE WHEN t.case_id IS NULL THEN '' ELSE coalesce((SELECT substr(group_concat(f.name, ' ') || ' '"
    f" || group_concat(f.text, ' '), 1, {MOST_OF_FILES}) FROM ({_NAMED}) f), '') END"
)

TABLES = (
    (
        f"CREATE TABLE {TABLE} (id INTEGER PRIMARY KEY, case_id VARCHAR(36) NOT NULL, seq INTEGER NOT NULL,"
        " owners VARCHAR NOT NULL, words VARCHAR NOT NULL)"
    ),
    (
        "CREATE VIRTUAL TABLE search_index USING fts5(owners, words, content='search_text', content_rowid='id',"
        " columnsize=0, tokenize='unicode61 remove_diacritics 2')"
    ),
    _view("''"),
    _folded(),
)
VIEWS_WITH_FILES = (
    "DROP VIEW searchable_folded",
    "DROP VIEW searchable",
    _view(_FILES),
    _folded(),
)
"""The same views once files are known: none of a message whose words were redacted."""

VIEWS_WITH_RELEASED = (
    "DROP VIEW searchable_folded",
    "DROP VIEW searchable",
    _view(_FILES, SOURCE_WITH_RELEASED, "f.seq IS NOT NULL OR "),
    _folded(),
)
"""The same views once messages are set free."""

_OWNERS = "'s' || hex(v.seller_id) || ' b' || coalesce(hex(v.buyer_id), '')"
_SECOND = f"CAST(strftime('%s', v.at) AS INTEGER) * {IDS_A_SECOND}"
_FREE_ID = (
    f"coalesce((SELECT max(id) + 1 FROM {TABLE} WHERE id BETWEEN {_SECOND} AND {_SECOND} + {IDS_A_SECOND - 1}),"
    f" {_SECOND})"
)
_NUMBERED_ID = f"{_SECOND} + row_number() OVER (PARTITION BY v.at ORDER BY v.case_id, v.seq)"


def _fill(number: str) -> str:
    """Take in messages, numbered by their second, so that the index gives the newest first."""
    return (
        f"INSERT INTO {TABLE} (id, case_id, seq, owners, words)"
        f" SELECT {number}, v.case_id, v.seq, {_OWNERS}, v.words FROM searchable_folded v"
    )


FILL = _fill(_FREE_ID)
FILL_ALL = _fill(_NUMBERED_ID)


def _again(cases: str) -> str:
    """Read the words of some messages anew."""
    return (
        f"UPDATE {TABLE} SET words = v.words || ' ' || v.files FROM searchable_folded v"
        f" WHERE {TABLE}.id BETWEEN {_SECOND} AND {_SECOND} + {IDS_A_SECOND - 1}"
        f" AND {TABLE}.case_id = v.case_id AND {TABLE}.seq = v.seq AND {cases}"
    )


FILL_FILES = _again(f"(v.case_id, v.seq) IN (SELECT u.case_id, u.seq FROM {FILES} u)")
_OF_FILE = f"(v.case_id, v.seq) IN (SELECT u.case_id, u.seq FROM {FILES} u WHERE u.attachment = OLD.id)"

_NOT_YET = f"NOT EXISTS (SELECT 1 FROM {TABLE} s WHERE s.case_id = v.case_id AND s.seq = v.seq)"
ANEW = (f"{FILL} WHERE {{}} AND {_NOT_YET}", _again("{}"))
"""Take in the one message that is named, where it is not there yet, then read it anew with its files."""

_OUT = "INSERT INTO search_index (search_index, rowid, owners, words) VALUES ('delete', OLD.id, OLD.owners, OLD.words)"
_IN = "INSERT INTO search_index (rowid, owners, words) VALUES (NEW.id, NEW.owners, NEW.words)"
_FORGET = (  # SQLite before 3.42 keeps a deleted word in its index until that is merged
    "INSERT INTO search_index (search_index) SELECT 'optimize'"
    " WHERE NOT EXISTS (SELECT 1 FROM search_index_config WHERE k = 'secure-delete' AND v = 1)"
)
_RENAMED = "NEW.name IS NOT OLD.name OR NEW.external_id IS NOT OLD.external_id"

TRIGGERS: tuple[Trigger, ...] = (
    sqlite_trigger(
        "message_is_searchable",
        "AFTER INSERT",
        "message",
        "NEW.seq > 1",
        f"{FILL} WHERE v.case_id = NEW.case_id AND v.seq = NEW.seq",
        TABLE,
    ),
    sqlite_trigger(
        "case_is_searchable",
        "AFTER INSERT",
        "cases",
        "",
        f"{FILL} WHERE v.case_id = NEW.id AND v.seq = 1",
        TABLE,
    ),
    sqlite_trigger(
        "redacted_is_not_searchable",
        "AFTER DELETE",
        "content",
        "",
        f"{_again('v.case_id = OLD.case_id AND v.seq = OLD.seq')}; {_FORGET}",
        TABLE,
    ),
    sqlite_trigger(
        "renamed_is_searchable",
        "AFTER UPDATE OF name, external_id",
        "person",
        _RENAMED,
        f"{_again(OPENED_BY.format('buyer_id'))}; {_FORGET}",
        TABLE,
    ),
    sqlite_trigger(
        "order_is_searchable",
        "AFTER UPDATE OF revision",
        "orders",
        "",
        _again(OPENED_BY.format("order_id")),
        TABLE,
    ),
    sqlite_trigger(
        "file_is_searchable",
        "AFTER INSERT",
        FILES,
        "",
        _again("v.case_id = NEW.case_id AND v.seq = NEW.seq"),
        FILES,
    ),
    sqlite_trigger(
        "unnamed_is_not_searchable",
        "AFTER DELETE",
        FILES,
        "",
        f"{_again('v.case_id = OLD.case_id AND v.seq = OLD.seq')}; {_FORGET}",
        FILES,
    ),
    sqlite_trigger(
        "file_is_read_anew", "AFTER UPDATE OF name, text", "attachment", "", f"{_again(_OF_FILE)}; {_FORGET}", FILES
    ),
    sqlite_trigger(
        "erased_file_is_not_searchable", "AFTER DELETE", "attachment", "", f"{_again(_OF_FILE)}; {_FORGET}", FILES
    ),
    sqlite_trigger(
        "released_is_searchable",
        "AFTER INSERT",
        "released",
        "",
        "; ".join(said.format("v.case_id = NEW.case_id AND v.seq = NEW.seq") for said in ANEW),
        FILES,
    ),
    sqlite_trigger("search_text_comes", "AFTER INSERT", TABLE, "", _IN, TABLE),
    sqlite_trigger("search_text_goes", "AFTER DELETE", TABLE, "", _OUT, TABLE),
    sqlite_trigger("search_text_changes", "AFTER UPDATE", TABLE, "", f"{_OUT}; {_IN}", TABLE),
)
