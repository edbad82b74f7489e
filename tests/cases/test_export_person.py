"""An export holds everything of and about somebody, and nothing that is another's alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cases.privacy.people import people_named
from cases.verbs.assign import assign
from cases.verbs.export_person import export_person
from cases.verbs.write_note import write_note
from tests.builders import Desk, a_question
from tests.cases.a_long_life import KIM, THEIRS, a_long_life
from tests.cast import JAN, NORD, ROOT


def exported(desk: Desk, name: str = KIM.sub) -> dict[str, Any]:
    with desk.database.read() as connection:
        (known,) = people_named(connection, name)
    told = export_person(desk.database, known, desk.now)
    again: dict[str, Any] = json.loads(json.dumps(told))
    assert again == told, "it is JSON as it stands"
    return told


@pytest.fixture
def export(desk: Desk) -> dict[str, Any]:
    """What a buyer with a long life gets."""
    a_long_life(desk)
    return exported(desk)


def test_it_holds_every_word_name_file_and_address_of_theirs(export: dict[str, Any]) -> None:
    text = json.dumps(export).lower()
    assert [word for word in THEIRS if word.lower() not in text] == ["dunnart"], "which is in the PDF itself"


def test_it_holds_what_the_other_party_said_to_them(export: dict[str, Any]) -> None:
    text = json.dumps(export)
    assert [word for word in ("Mistletoe", "Hawthorn", "Juniper", "Rowanberry") if word not in text] == []


def test_it_holds_no_inside_note_of_the_other_party(export: dict[str, Any]) -> None:
    assert "blackthorn" not in json.dumps(export).lower()


def test_it_holds_each_case_with_its_messages_and_deadlines(export: dict[str, Any]) -> None:
    assert len(export["cases"]) == 9
    for case in export["cases"]:
        assert [message["seq"] for message in case["messages"]] == list(range(1, case["version"] + 1))
        assert case["deadlines"]
    assert len(export["orders"]) == 6
    assert {name for order in export["orders"] for name in order["cases"]} < {case["id"] for case in export["cases"]}


def test_it_holds_files_and_refusals(export: dict[str, Any]) -> None:
    assert [file["name"] for file in export["attachments"]] == ["bilby.png", "numbat.pdf"]
    assert [refusal["event"] for refusal in export["refusals"]] == ["emuwren"]


def test_it_gives_somebody_of_a_team_what_they_wrote_and_no_more(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    case.says(NORD, "It fits.")
    case.says(ROOT, "Somebody else wrote this.")
    write_note(desk.database, NORD, case.id, "A nice buyer.", desk.now)
    assign(desk.database, NORD, case.id, NORD.sub, desk.now)
    told = exported(desk, NORD.sub)
    assert [message["body"] for message in told["messages"]] == ["It fits."]
    assert [note["body"] for note in told["notes"]] == ["A nice buyer."]
    assert [found["case_id"] for found in told["assignments"]] == [case.id]
    assert told["cases"] == told["orders"] == told["reviews"] == []
    assert JAN.sub not in json.dumps(told)
