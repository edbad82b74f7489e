"""The small commands of the operator, and what they say when a setting is wrong."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import jwt
import pytest

from cases.clock import real_now
from cases.db import Database, open_database
from cases.db.schema import Schema, schema_of
from cases.messages.files import Files
from cases.settings import SettingsError, apply, load_settings, open_settled
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from tests.builders import THURSDAY, a_question, an_order
from tests.cast import JAN
from tests.cli.terminal import SECRET, nazorg


def with_a_case(url: str) -> Database:
    database = open_database(url)
    import_order(database, an_order(), THURSDAY)
    open_case(database, JAN, a_question(), THURSDAY)
    return database


def test_it_makes_a_token_that_says_who_and_ends(sqlite_url: str) -> None:
    words = ("--role", "seller", "--sub", "anna", "--seller", "nord", "--lang", "nl")
    answer = nazorg("token", *words, url=sqlite_url)
    claims = jwt.decode(answer.out.strip(), SECRET, algorithms=["HS256"])
    assert {name: claims[name] for name in ("role", "sub", "seller", "lang")} == {
        "role": "seller", "sub": "anna", "seller": "nord", "lang": "nl",
    }  # fmt: skip
    assert claims["exp"] > real_now().timestamp() + 7 * 86_400
    assert nazorg("token", *words, "--json", url=sqlite_url).json.keys() == {"token"}


@pytest.mark.parametrize(
    "words",
    [
        ("--role", "seller", "--sub", "anna"),
        ("--role", "buyer", "--sub", "jan", "--seller", "nord"),
        ("--role", "buyer", "--sub", " "),
        ("--role", "king", "--sub", "jan"),
    ],
)
def test_it_makes_no_token_for_nobody(sqlite_url: str, words: tuple[str, ...]) -> None:
    answer = nazorg("token", *words, url=sqlite_url)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.errors.splitlines()) == 1


def test_it_makes_no_token_where_another_signs_them(sqlite_url: str) -> None:
    answer = nazorg(
        "token", "--role", "buyer", "--sub", "jan", url=sqlite_url, NAZORG_JWKS_URL="https://keys.example/jwks"
    )
    assert answer.code == 2
    assert "NAZORG_JWKS_URL" in answer.errors


def test_it_brings_a_database_to_the_newest_schema(blank_database_url: str) -> None:
    assert nazorg("db", "upgrade", url=blank_database_url).code == 0
    assert nazorg("db", "upgrade", "--json", url=blank_database_url).json == {"schema": "newest"}
    with closing(open_database(blank_database_url)) as database:
        assert schema_of(database) is Schema.CURRENT


def test_it_verifies_the_log_and_names_what_does_not_hold(sqlite_url: str) -> None:
    with_a_case(sqlite_url).close()
    assert nazorg("audit", "verify", url=sqlite_url).out == "1 cases, 1 messages: every entry holds\n"
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as vandal:
        for (trigger,) in vandal.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            vandal.execute(f"DROP TRIGGER {trigger}")
        vandal.execute("UPDATE content SET body = 'I never asked.'")
        vandal.commit()
    answer = nazorg("audit", "verify", url=sqlite_url)
    assert (answer.code, answer.out) == (1, "")
    assert answer.errors.rstrip().endswith(".1 has other words than were hashed")
    found = nazorg("audit", "verify", "--json", url=sqlite_url)
    assert (found.code, found.json["holds"], found.json["cases"]) == (1, False, 0)


def test_it_finds_questions_line_by_line_and_goes_on_after_a_bad_one(sqlite_url: str) -> None:
    text = "Hallo! Past de lamp? Ik wacht. Kunt u de factuur sturen"
    lines = [
        {"id": "a", "lang": "nl", "text": text},
        {"id": "b", "lang": "nl"},
        {"id": "c", "lang": "en", "text": "🦊 Why?"},
    ]
    said = "\n".join([json.dumps(lines[0]), "no json", json.dumps(lines[1]), json.dumps(lines[2])])
    answer = nazorg("questions", "--jsonl", url=sqlite_url, said=said)
    assert answer.code == 2
    first, broken, lacking, last = answer.lines
    assert first["id"] == "a"
    assert [text[q["start"] : q["end"]] for q in first["questions"]] == ["Past de lamp?", "Kunt u de factuur sturen"]
    assert [q["text"] for q in first["questions"]] == ["Past de lamp?", "Kunt u de factuur sturen"]
    assert broken == {"id": None, "error": "This line is not JSON."}
    assert lacking["id"] == "b"
    assert set(lacking) == {"id", "error"}
    assert last["questions"] == [{"text": "Why?", "start": 2, "end": 6}]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://root:secret@db/nazorg", "'mysql', which is neither"),
        ("DATABASE_URL", "sqlite:///:memory:", "no file"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nazorg", "cannot be reached"),
        ("NAZORG_SECRET", "short", "at least 32 characters"),
        ("NAZORG_JWKS_URL", "keys", "no web address"),
        ("NAZORG_FILES", "ftp://bucket", "ftp://bucket"),
        ("NAZORG_POLICY", "/nowhere/policy.toml", "cannot be read"),
    ],
)
def test_it_names_a_wrong_setting_in_one_sentence(sqlite_url: str, name: str, value: str, said: str) -> None:
    given = {"url": sqlite_url} | ({"url": value} if name == "DATABASE_URL" else {name: value})
    answer = nazorg("audit", "verify", **given)
    assert (answer.code, answer.out) == (2, "")
    assert name in answer.errors
    assert said in answer.errors
    assert len(answer.errors.splitlines()) == 1
    assert "root:secret" not in answer.errors


def test_it_asks_to_migrate_a_database_that_others_use_too(blank_postgresql_url: str) -> None:
    answer = nazorg("scheduler", url=blank_postgresql_url)
    assert answer.code == 2
    assert "nazorg db upgrade" in answer.errors


def test_it_does_not_touch_the_database_of_a_newer_nazorg(sqlite_url: str) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    answer = nazorg("audit", "verify", url=sqlite_url)
    assert answer.code == 2
    assert "newer Nazorg" in answer.errors


def test_it_reads_settings_beside_the_database_and_the_environment_wins(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/nazorg.db"}
    (tmp_path / "nazorg.toml").write_text(f'NAZORG_SECRET = "{"t" * 40}"\nNAZORG_FILES = "{tmp_path}/there"\n')
    assert load_settings(given).secret == "t" * 40
    assert load_settings(given | {"NAZORG_SECRET": SECRET}).secret == SECRET
    assert load_settings(given).files == Files(f"{tmp_path}/there")
    (tmp_path / "nazorg.toml").write_text("NAZORG_COLOUR = 'blue'\n")
    with pytest.raises(SettingsError, match="NAZORG_COLOUR is no setting"):
        load_settings(given)


def test_it_calls_inside_its_network_where_it_is_told_to_or_tries_things_out(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/nazorg.db"}
    assert not load_settings(given).webhooks_inside
    assert load_settings(given | {"NAZORG_WEBHOOKS": "internal"}).webhooks_inside
    assert load_settings(given, sandbox=True).webhooks_inside
    with pytest.raises(SettingsError, match="NAZORG_WEBHOOKS 'all' is neither public nor internal"):
        load_settings(given | {"NAZORG_WEBHOOKS": "all"})


def test_it_keeps_a_secret_of_its_own_for_the_owner_alone(tmp_path: Path) -> None:
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/var/nazorg.db"}
    made = load_settings(given)
    assert load_settings(given).secret == made.secret
    assert len(made.secret) >= 32
    assert made.secret not in repr(made)
    files = list((tmp_path / "var").iterdir())
    assert [(file.name, stat.S_IMODE(file.stat().st_mode)) for file in files] == [("secret", 0o600)]


def test_it_puts_the_policy_in_force_in_every_room(tmp_path: Path) -> None:
    from cases.casefile import rules
    from markets.calendars import calendar_of

    policy = tmp_path / "policy.toml"
    policy.write_text(
        '[markets.NL]\nreturns_days = 60\n[markets.NL.holidays]\nadd = [{date = 2026-05-05, name = "Liberation"}]\n'
    )
    given = {"DATABASE_URL": f"sqlite:///{tmp_path}/nazorg.db", "NAZORG_SECRET": SECRET}
    settings = load_settings(given | {"NAZORG_POLICY": str(policy)})
    day = real_now().date().replace(year=2026, month=5, day=5)
    try:
        apply(settings)
        assert rules.policy().of("NL").returns_days == 60
        assert not calendar_of("NL").works(day)
    finally:
        apply(load_settings(given))
    assert calendar_of("NL").works(day)


def test_it_migrates_an_embedded_database_by_itself(tmp_path: Path) -> None:
    settings = load_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/new/nazorg.db", "NAZORG_SECRET": SECRET})
    with closing(open_settled(settings)) as database:
        assert schema_of(database) is Schema.CURRENT


def test_it_reviews_replies_line_by_line(sqlite_url: str) -> None:
    asked = "When does it ship and is a plug included?"
    lines = [
        {"id": 1, "lang": "en", "buyer_text": asked, "reply": "It ships tomorrow."},
        {"id": 2, "lang": "en", "buyer_text": asked},
        {"id": 3, "lang": "hu", "buyer_text": "Hol van?", "reply": "Úton."},
    ]
    answer = nazorg("review-reply", "--jsonl", url=sqlite_url, said="\n".join(map(json.dumps, lines)))
    assert answer.code == 2
    partial, lacking, foreign = answer.lines
    assert (partial["id"], partial["verdict"]) == (1, "partial")
    assert partial["unanswered"] == ["is a plug included?"]
    assert partial["because"] == "Some questions have no answer yet."
    assert set(lacking) == {"id", "error"}
    assert (foreign["verdict"], foreign["unanswered"]) == ("ok", [])


def test_it_signs_the_log_with_a_key_that_the_operator_asks_for(sqlite_url: str, tmp_path: Path) -> None:
    with_a_case(sqlite_url).close()
    refused = nazorg("audit", "checkpoint", url=sqlite_url)
    assert (refused.code, refused.out) == (2, "")
    assert "There is no key at" in refused.errors
    signed = nazorg("audit", "checkpoint", "--make-key", url=sqlite_url)
    assert signed.out.startswith("nazorg\n1\n")
    assert nazorg("audit", "checkpoint", url=sqlite_url).out == signed.out
    found = nazorg("audit", "verify", url=sqlite_url)
    assert "1 checkpoints, signed by a key that is known" in found.out
    known = tmp_path / "known.txt"
    known.write_text(nazorg("audit", "checkpoint", "--public-key", url=sqlite_url).out)
    assert nazorg("audit", "verify", "--key", str(known), url=sqlite_url).code == 0
    (tmp_path / "ledger.key").unlink()
    nazorg("audit", "checkpoint", "--make-key", url=sqlite_url)
    wrong = nazorg("audit", "verify", url=sqlite_url)
    assert wrong.code == 1
    assert "signed by no key that was given" in wrong.errors
