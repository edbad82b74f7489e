"""Inside a team: its notes, and who of it has a case. To the case itself that is nothing."""

from __future__ import annotations

import pytest

from cases.casefile.asker import Asker
from cases.casefile.listing import Wanted, list_cases
from cases.casefile.reading import view_for
from cases.errors import Forbidden, NotFound
from cases.ledger.verify import verify
from cases.team.notes import notes_of
from cases.verbs.assign import assign
from cases.verbs.write_note import write_note
from tests.builders import Desk, Told, a_question, a_return
from tests.cast import BEN, JAN, MIA, NORD, ROOT, SPAET, SYSTEMS


@pytest.fixture
def case(desk: Desk) -> Told:
    """A question of Jan's to Werkstatt Nord."""
    desk.takes()
    return desk.opens(a_question())


def note(case: Told, who: Asker, body: str) -> None:
    write_note(case.desk.database, who, case.id, body, case.desk.now)


def give(case: Told, who: Asker, assignee: str | None) -> None:
    assign(case.desk.database, who, case.id, assignee, case.desk.now)


def noted(case: Told, team: str) -> set[str]:
    with case.desk.database.read() as connection:
        return {found.body for found in notes_of(connection, case.id, team, limit=50)}


def seen_with(case: Told) -> list[str | None]:
    return [case.view(who)["assignee"] for who in (JAN, NORD, BEN, ROOT, SYSTEMS)]


def listed(desk: Desk, who: Asker, *assignees: str) -> set[str]:
    with desk.database.read() as connection:
        return {place.case for place in list_cases(connection, who, Wanted(filters={"assignee": assignees}))}


def test_it_keeps_notes_apart_by_team(case: Told) -> None:
    note(case, NORD, "The new sieve is in stock.")
    note(case, ROOT, "Watch this seller.")
    note(case, BEN, "I sent one.")
    assert noted(case, "seller") == {"The new sieve is in stock.", "I sent one."}
    assert noted(case, "platform") == {"Watch this seller."}


@pytest.mark.parametrize(
    ("who", "refusal"), [(JAN, Forbidden), (SYSTEMS, Forbidden), (MIA, NotFound), (SPAET, NotFound)]
)
def test_it_has_no_inside_for_anybody_else(case: Told, who: Asker, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        note(case, who, "Hello?")
    with pytest.raises(refusal):
        give(case, who, who.sub)
    assert case.desk.rows("SELECT 1 FROM note UNION ALL SELECT 1 FROM assignment") == []


def test_it_moves_nothing(case: Told) -> None:
    before, said = case.file, case.entries()
    note(case, NORD, "The new sieve is in stock.")
    give(case, NORD, "ben")
    give(case, ROOT, "root")
    after = case.file
    assert (after.case, after.deadlines, case.entries()) == (before.case, before.deadlines, said)
    assert case.desk.rows("SELECT count(*) FROM refusal") == [(0,)]
    assert verify(case.desk.database).holds


def test_it_stops_no_clock(case: Told) -> None:
    note(case, NORD, "It fits. I shall tell him tomorrow.")
    give(case, NORD, "ben")
    case.desk.waits(days=7)
    assert [breach for (breach,) in case.desk.rows("SELECT kind FROM breach")] == ["reply"]


def test_it_shows_each_team_its_own_assignee(case: Told) -> None:
    assert seen_with(case) == [None] * 5
    give(case, NORD, "ben")
    assert seen_with(case) == [None, "ben", "ben", None, None]
    give(case, ROOT, "root")
    assert seen_with(case) == [None, "ben", "ben", "root", None]


def test_it_gives_a_case_on_and_back(case: Told) -> None:
    give(case, NORD, "anna")
    give(case, NORD, "ben")
    assert seen_with(case)[1] == "ben"
    case.says(NORD, "It fits.")
    give(case, BEN, "anna")
    assert seen_with(case)[1] == "anna"
    give(case, NORD, None)
    assert seen_with(case)[1] is None


def test_it_writes_nothing_where_nothing_changes(case: Told) -> None:
    give(case, NORD, "ben")
    case.says(NORD, "It fits.")
    give(case, NORD, "ben")
    assert case.desk.rows("SELECT since FROM assignment") == [(1,)]


def test_it_shows_in_an_old_answer_who_had_the_case_then(case: Told) -> None:
    give(case, NORD, "anna")
    case.says(NORD, "It fits.")
    file = case.file
    give(case, NORD, "ben")
    with case.desk.database.read() as connection:
        assert view_for(connection, file, NORD, case.desk.now, replayed=True)["assignee"] == "anna"
        assert view_for(connection, file, NORD, case.desk.now)["assignee"] == "ben"


def test_it_finds_who_has_what(case: Told) -> None:
    desk = case.desk
    back, free = desk.opens(a_return()), desk.opens(a_question(body="Is it red?"))
    give(case, NORD, "anna")
    give(back, NORD, "anna")
    give(back, NORD, "ben")
    give(free, NORD, "ben")
    give(free, NORD, None)
    assert listed(desk, NORD, "anna") == listed(desk, NORD, "me") == {case.id}
    assert listed(desk, BEN, "me") == listed(desk, NORD, "ben") == {back.id}
    assert listed(desk, NORD, "none") == {free.id}
    assert listed(desk, NORD, "me", "none") == {case.id, free.id}
    assert listed(desk, NORD, "uwe") == set()


def test_it_finds_no_other_teams_assignee(case: Told) -> None:
    give(case, NORD, "anna")
    assert [listed(case.desk, who, "anna") for who in (JAN, ROOT, SYSTEMS, SPAET)] == [set()] * 4
    assert [listed(case.desk, who, "none") for who in (JAN, ROOT, SYSTEMS)] == [{case.id}] * 3
