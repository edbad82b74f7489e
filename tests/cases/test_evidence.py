"""The evidence of a case: whole and provable offline for whom it is for, and nothing in it that is not theirs."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from cases.casefile.asker import Asker
from cases.errors import Forbidden, NotFound
from cases.ledger.keys import KeyPlace
from cases.verbs.gather_evidence import gather_evidence
from cases.verbs.redact import redact
from cases.verbs.upload_attachment import upload_attachment
from cases.verbs.write_note import write_note
from tests.builders import Desk, Told, a_png, a_return
from tests.bundles import a_key, a_told_case, bundle_of, parts_of, public, verified
from tests.cast import BEN, JAN, MIA, NORD, ROOT, SPAET, SYSTEMS

COVERED = "Call me on 0176 55512345."


@pytest.fixture
def key(tmp_path: Path) -> KeyPlace:
    return a_key(tmp_path)


@pytest.fixture
def case(desk: Desk) -> Told:
    return a_told_case(desk)


@pytest.mark.parametrize("who", [JAN, NORD, BEN, ROOT])
def test_it_holds_for_whom_it_is_for(case: Told, key: KeyPlace, who: Asker) -> None:
    found = verified(bundle_of(case.desk, who, case.id, key), public(key))
    assert (found.fault, found.case, found.messages, found.sealed) == ("", case.id, case.version, case.version)
    assert (found.attachments, found.by_hash, found.signed_by) == (1, 0, public(key))


@pytest.mark.parametrize("who", [MIA, SPAET])
def test_it_does_not_exist_for_strangers_and_signs_nothing_for_them(case: Told, key: KeyPlace, who: Asker) -> None:
    with pytest.raises(NotFound):
        bundle_of(case.desk, who, case.id, key)
    assert case.desk.rows("SELECT size FROM checkpoint") == []


def test_it_is_not_for_the_market_places_systems(case: Told, key: KeyPlace) -> None:
    with pytest.raises(Forbidden):
        bundle_of(case.desk, SYSTEMS, case.id, key)


def test_it_holds_what_the_hashes_are_made_of_and_a_paper(case: Told, key: KeyPlace) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key))
    (photo,) = [name for name in parts if name.startswith("attachments/")]
    assert set(parts) == {
        "README.txt", "case.pdf", "case.json", "checkpoint.txt", "key.txt", "proofs.json", "hashes.txt", photo,
    }  # fmt: skip
    assert photo.endswith("/lamp.png")
    assert parts["case.pdf"].startswith(b"%PDF")
    messages = json.loads(parts["case.json"])["messages"]
    said = [message["content"]["delivered"]["body"] for message in messages]
    assert said[1:3] == ["Here it is.", "It fits."]


def test_it_is_covered_by_a_checkpoint_of_the_whole_log_as_it_is(case: Told, key: KeyPlace) -> None:
    bundle_of(case.desk, JAN, case.id, key)
    case.says(JAN, "And one more.")
    found = verified(bundle_of(case.desk, JAN, case.id, key), public(key))
    assert (found.sealed, found.size) == (case.version, case.desk.rows("SELECT COUNT(*) FROM message")[0][0])


def test_it_says_that_it_is_unsealed_where_there_is_no_key(case: Told, key: KeyPlace, tmp_path: Path) -> None:
    for place in (None, KeyPlace(tmp_path / "none", "nazorg")):
        bundle = bundle_of(case.desk, JAN, case.id, place)
        assert "the desk has no key to sign with" in parts_of(bundle)["README.txt"].decode()
        assert json.loads(parts_of(bundle)["case.json"])["sealed"] is False
        assert (verified(bundle).fault, verified(bundle).size) == ("", None)
        assert verified(bundle, public(key)).fault == "the bundle holds no checkpoint, so nobody signed for it"


def test_it_holds_no_inside_note(case: Told, key: KeyPlace) -> None:
    write_note(case.desk.database, NORD, case.id, "A difficult one, this Jan.", case.desk.now)
    for who in (NORD, JAN, ROOT):
        assert b"difficult" not in b"".join(parts_of(bundle_of(case.desk, who, case.id, key)).values())


def paper_of(bundle: bytes) -> str:
    """What stands on the sheets."""
    with closing(pypdfium2.PdfDocument(parts_of(bundle)["case.pdf"])) as document:
        sheets = [document[number] for number in range(len(document))]
        texts = [sheet.get_textpage() for sheet in sheets]
        said = " ".join(" ".join(text.get_text_range() for text in texts).split())
        for part in (*texts, *sheets):
            part.close()
    return said


def test_it_has_on_paper_what_was_said_in_fields(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    for event in ("approve", "arrive", "accept", "refund"):
        case.does(NORD, event)
    said = paper_of(bundle_of(desk, JAN, case.id, None))
    assert "Town: Hamburg Country: DE" in said
    assert "129.00 EUR" in said


@pytest.mark.usefixtures("every_rule_applied")
@pytest.mark.parametrize("who", [JAN, NORD])
def test_it_holds_no_covered_words_for_a_party(case: Told, key: KeyPlace, who: Asker) -> None:
    seq = case.says(JAN, COVERED).entry.seq
    bundle = bundle_of(case.desk, who, case.id, key)
    assert b"55512345" not in b"".join(parts_of(bundle).values())
    message = json.loads(parts_of(bundle)["case.json"])["messages"][seq - 1]
    assert set(message["content"]) == {"delivered"}
    assert set(json.loads(message["canonical"])["content"]) == {"delivered", "original"}
    found = verified(bundle, public(key))
    assert (found.fault, found.by_hash) == ("", 1)


@pytest.mark.usefixtures("every_rule_applied")
def test_it_holds_covered_words_for_the_platform(case: Told, key: KeyPlace) -> None:
    seq = case.says(JAN, COVERED).entry.seq
    bundle = bundle_of(case.desk, ROOT, case.id, key)
    content = json.loads(parts_of(bundle)["case.json"])["messages"][seq - 1]["content"]
    assert content["original"]["body"] == COVERED
    assert COVERED not in content["delivered"]["body"]
    assert verified(bundle, public(key)).by_hash == 0


@pytest.mark.usefixtures("every_rule_applied")
def test_it_holds_a_held_message_for_its_own_side_alone(case: Told, key: KeyPlace) -> None:
    photo = upload_attachment(
        case.desk.database, case.desk.files, NORD, a_png(1), name="b.png", document="photo", real_now=case.desk.now
    )
    case.says(NORD, "It fits, you idiot.", attachments=[photo.id])
    by_reader = {who.sub: bundle_of(case.desk, who, case.id, key) for who in (JAN, NORD, ROOT)}
    assert {sub: b"idiot" in parts_of(one)["case.json"] for sub, one in by_reader.items()} == {
        "jan": False, "anna": True, "root": True,
    }  # fmt: skip
    found = {sub: verified(one, public(key)) for sub, one in by_reader.items()}
    assert [(one.fault, one.attachments, one.by_hash) for one in found.values()] == [("", 1, 2), ("", 2, 0), ("", 2, 0)]


@pytest.mark.parametrize("who", [JAN, ROOT])
def test_it_still_holds_where_words_were_taken_out(case: Told, key: KeyPlace, who: Asker) -> None:
    redact(case.desk.database, ROOT, case.id, 2, "a phone number", case.desk.now)
    bundle = bundle_of(case.desk, who, case.id, key)
    assert b"Here it is." not in parts_of(bundle)["case.json"]
    found = verified(bundle, public(key))
    assert (found.fault, found.attachments, found.by_hash) == ("", 0, 2)


def test_it_goes_without_a_file_that_was_destroyed(case: Told, key: KeyPlace) -> None:
    ((digest,),) = case.desk.rows("SELECT sha256 FROM attachment WHERE name = 'lamp.png'")
    case.desk.files.delete(str(digest))
    found = verified(bundle_of(case.desk, JAN, case.id, key), public(key))
    assert (found.fault, found.attachments, found.by_hash) == ("", 0, 1)


def test_it_has_no_checkpoint_once_the_log_is_not_what_was_signed(case: Told, key: KeyPlace) -> None:
    bundle_of(case.desk, JAN, case.id, key)
    spoil_a_leaf(case.desk)
    case.says(JAN, "And now?")
    found = gather_evidence(case.desk.database, case.desk.files, key, JAN, case.id, case.desk.now)
    assert (found.seal, found.unsealed) == (None, "log_changed")


def spoil_a_leaf(desk: Desk) -> None:
    """What somebody does who may do anything to the database."""
    if desk.database.is_sqlite:
        names = desk.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        before = [f"DROP TRIGGER {name}" for (name,) in names]
    else:
        before = ["ALTER TABLE tree_leaf DISABLE TRIGGER ALL"]
    with desk.database.read() as connection:
        for statement in (*before, f"UPDATE tree_leaf SET hash = '{'0' * 64}' WHERE place = 1"):
            connection.driver.execute(statement)
