"""Erasing somebody: nothing of theirs is left anywhere, everything of the others is, and the log still verifies."""

from __future__ import annotations

import json
from datetime import date

from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.db.scrub import scrub
from cases.ledger.verify import verify
from cases.messages.search.query import sought_in
from cases.privacy.erased import Erased
from cases.privacy.people import Known, people_named
from cases.verbs.erase_person import erase_person
from cases.verbs.export_person import export_person
from tests.builders import Desk
from tests.cases.a_long_life import KIM, OTHERS, THEIRS, a_long_life, takes_their_order
from tests.cases.places import found
from tests.cast import NORD


def known(desk: Desk, name: str, realm: str = "") -> Known:
    with desk.database.read() as connection:
        return people_named(connection, name, realm)[0]


def erased(desk: Desk, name: str = KIM.sub, realm: str = "") -> Erased:
    return erase_person(desk.database, desk.files, known(desk, name, realm), desk.now)


def test_it_leaves_nothing_of_a_buyer_anywhere(desk: Desk) -> None:
    a_long_life(desk)
    before = {word for word, _ in found(desk, THEIRS)}
    assert before == set(THEIRS), "each was there, else its absence says nothing"
    answer = erased(desk)
    scrub(desk.database)
    assert answer.done
    assert found(desk, THEIRS) == set()


def test_it_leaves_every_chain_whole(desk: Desk) -> None:
    a_long_life(desk)
    assert erased(desk).done
    assert verify(desk.database).fault == ""


def test_it_leaves_what_the_others_wrote(desk: Desk) -> None:
    told = a_long_life(desk)
    erased(desk)
    assert {word for word, name in found(desk, OTHERS) if name in ("content", "note")} == set(OTHERS)
    hawthorn = [entry for entry in told[1].entries() if "Hawthorn" in (entry.body or "")]
    assert [(entry.kind, entry.role, entry.fields) for entry in hawthorn] == [("system", "clock", "{}")]


def test_it_says_what_stays_until_when_and_why(desk: Desk) -> None:
    told = a_long_life(desk)
    stays = erased(desk).stays
    assert {(stay.what, stay.ground) for stay in stays} == {
        ("words_of_others", "others_record"),
        ("notes_of_others", "others_record"),
        ("orders", "books"),
        ("log", "no_words"),
    }
    assert {stay.until for stay in stays if stay.case == told[0].id} == {date(2032, 12, 31), date(2029, 12, 31)}


def test_it_leaves_a_case_that_the_seller_can_read(desk: Desk) -> None:
    case = a_long_life(desk)[0]
    erased(desk)
    view = case.view(NORD)
    assert (view["state"], view["buyer"]) == ("closed", {"id": None, "name": "Buyer", "lang": "en"})
    first = case.entries()[0]
    assert (first.body, first.fields, first.author and first.author.external_id) == (None, None, None)
    assert case.entries()[-1].body == (
        "Words were removed from this case: whoever wrote them asked for their personal data to be erased."
    )


def test_it_takes_the_words_out_of_the_search(desk: Desk) -> None:
    a_long_life(desk)
    erased(desk)
    with desk.database.read() as connection:
        for word in ("quokka", "okapinsky", "platypus", "currawong", "dunnart"):
            assert search(connection, NORD, Search(sought_in(word))) == ([], None), word
        assert search(connection, NORD, Search(sought_in("mistletoe")))[0]


def test_it_exports_nothing_but_the_skeleton_afterwards(desk: Desk) -> None:
    a_long_life(desk)
    person = known(desk, KIM.sub).id
    erased(desk)
    text = json.dumps(export_person(desk.database, known(desk, person), desk.now)).lower()
    assert [word for word in THEIRS if word.lower() in text] == []


def test_it_does_not_learn_them_again_from_an_old_order(desk: Desk) -> None:
    a_long_life(desk)
    erased(desk)
    takes_their_order(desk, "0", promised_at="2026-04-20T10:00:00+02:00")
    assert desk.rows("SELECT name FROM person WHERE external_id IS NULL") == [("",)]
    assert desk.rows("SELECT revision FROM orders WHERE id = 'DE-0'") == [(2,)]


def test_it_makes_a_new_person_of_whoever_comes_back(desk: Desk) -> None:
    a_long_life(desk)
    before = known(desk, KIM.sub)
    erased(desk)
    takes_their_order(desk, "90")
    assert known(desk, KIM.sub).id != before.id
