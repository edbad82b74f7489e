"""What must stay of somebody who is erased, and how the prune job ends it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cases.db import run
from cases.errors import NotFound
from cases.ledger.verify import verify
from cases.privacy.erased import Erased, Stay
from cases.privacy.holds import holds_on
from cases.privacy.people import people_named
from cases.verbs.erase_person import erase_person
from cases.verbs.hold_case import hold_case, lift_holds
from cases.verbs.prune import Removed, prune
from cases.verbs.write_note import write_note
from tests.builders import Desk, Told, a_png, a_question
from tests.cases.a_long_life import uploaded
from tests.cases.places import files_of
from tests.cast import JAN, MIA, NORD, ROOT

WORDS = "Does the quokka fit?"


def asked(desk: Desk, number: str = "1042", *, closed: bool = True, files: tuple[str, ...] = ()) -> Told:
    case = desk.opens(a_question(desk.takes(number=number), WORDS, attachments=files))
    if closed:
        case.does(JAN, "cancel")
    return case


def erased(desk: Desk, name: str = "jan") -> Erased:
    with desk.database.read() as connection:
        (known,) = people_named(connection, name)
    return erase_person(desk.database, desk.files, known, desk.now)


def pruned(desk: Desk, *, most: int = 200) -> Removed:
    return prune(desk.database, desk.files, desk.now, desk.now, most=most)


def grounds(answer: Erased) -> set[tuple[str, str, str | None]]:
    return {(stay.what, stay.ground, stay.case) for stay in answer.stays if stay.what in ("words", "identity")}


def test_it_keeps_the_words_of_an_open_case_and_takes_the_rest(desk: Desk) -> None:
    closed, still_open = asked(desk), asked(desk, "2", closed=False)
    answer = erased(desk)
    assert grounds(answer) == {("identity", "open_case", None), ("words", "open_case", still_open.id)}
    assert (answer.done, answer.cases, closed.entries()[0].body) == (False, 1, None)
    assert still_open.entries()[0].body == WORDS
    assert still_open.says(JAN, "Are you there?").entry.author is not None


def test_it_ends_by_the_job_once_the_case_is_closed(desk: Desk) -> None:
    case = asked(desk, closed=False)
    erased(desk)
    assert pruned(desk).erased == 0
    case.does(JAN, "cancel")
    assert pruned(desk).erased == 1
    assert (case.entries()[0].body, case.view(NORD)["buyer"]["id"]) == (None, None)
    assert pruned(desk) == Removed()


def test_it_is_stopped_by_a_hold_until_that_is_lifted(desk: Desk) -> None:
    case = asked(desk)
    hold_case(desk.database, case.id, "a lawsuit", desk.now)
    assert grounds(erased(desk)) == {("identity", "legal_hold", None), ("words", "legal_hold", case.id)}
    assert case.entries()[0].body == WORDS
    lift_holds(desk.database, case.file.case.number, desk.now)
    assert erased(desk).done
    assert case.entries()[0].body is None


def test_it_keeps_what_an_open_claim_rests_on(desk: Desk) -> None:
    case = asked(desk, closed=False)
    case.does(JAN, "report", "Look at this.")
    (claim,) = case.linked("claim")
    case.does(JAN, "cancel")
    assert grounds(erased(desk)) == {
        ("identity", "linked_case", None),
        ("words", "linked_case", case.id),
        ("words", "open_case", claim.id),
    }


def test_it_keeps_the_files_of_what_stays_and_those_that_another_uploaded_too(desk: Desk) -> None:
    kept, gone, shared = (uploaded(desk, JAN, f"{name}.png", a_png(n)) for n, name in enumerate("abc"))
    uploaded(desk, MIA, "mine.png", a_png(2))
    asked(desk, closed=False, files=(kept,))
    asked(desk, "2", files=(gone, shared))
    assert erased(desk).files == 2
    assert desk.rows("SELECT name FROM attachment ORDER BY name") == [("",), ("",), ("a.png",), ("mine.png",)]
    assert len(files_of(desk)) == 2
    assert kept


def test_it_can_be_done_again(desk: Desk) -> None:
    case = asked(desk)
    person = erased(desk).person
    again = erased(desk, person)
    assert (again.done, again.messages, case.version) == (True, 0, 3)
    assert verify(desk.database).holds


def test_it_forgets_who_an_admin_was_but_not_that_it_was_the_same(desk: Desk) -> None:
    case = asked(desk, closed=False)
    case.does(JAN, "report", "Look at this.")
    (claim,) = case.linked("claim")
    claim.does(ROOT, "refuse_claim")
    assert claim.file.case.progress.admins == ["platform:root"]
    answer = erased(desk, "root")
    assert claim.file.case.progress.admins == [f"platform:{answer.person}"]
    assert answer.done
    assert Stay("words", "teams_record") in answer.stays


def test_it_leaves_the_words_of_a_sellers_people_to_the_seller(desk: Desk) -> None:
    case = asked(desk, closed=False)
    case.says(NORD, "It fits.")
    assert erased(desk, "anna").done
    (said,) = [entry for entry in case.entries() if entry.role == "seller"]
    assert said.body == "It fits."
    with desk.database.read() as connection:
        assert people_named(connection, "anna") == []


def test_it_keeps_the_author_of_a_case_on_hold(desk: Desk) -> None:
    case = asked(desk, closed=False)
    case.says(NORD, "It fits.")
    hold_case(desk.database, case.id, "a lawsuit", desk.now)
    assert grounds(erased(desk, "anna")) >= {("identity", "legal_hold", case.id)}
    with desk.database.read() as connection:
        assert len(people_named(connection, "anna")) == 1


def test_it_tells_nobody_of_a_hold(desk: Desk) -> None:
    case = asked(desk)
    before = (case.version, desk.rows("SELECT count(*) FROM outbox"))
    hold_case(desk.database, case.id, "a lawsuit", desk.now)
    assert (case.version, desk.rows("SELECT count(*) FROM outbox")) == before


def test_it_holds_no_case_that_there_is_not(desk: Desk) -> None:
    with pytest.raises(NotFound):
        hold_case(desk.database, "Q-NOWHERE", "a lawsuit", desk.now)


def test_it_counts_the_years_from_the_end_of_the_year_of_closing(desk: Desk) -> None:
    case = asked(desk)
    desk.now = desk.now.replace(year=2032, month=12, day=31, hour=22, minute=59)
    assert pruned(desk).correspondence == 0
    desk.now += timedelta(minutes=2)  # past midnight in Berlin
    assert pruned(desk).correspondence == 1
    *words, last = case.entries()
    assert [entry.body for entry in words] == [None] * len(words)
    assert last.body == "The words of this case were removed: the time for which they are kept is over."
    assert verify(desk.database).holds


def test_it_is_stopped_in_its_pruning_by_a_hold_and_by_one_on_a_linked_case(desk: Desk) -> None:
    case, other, free = asked(desk, "1"), asked(desk, "2"), asked(desk, "3")
    with desk.database.write() as connection:
        for one, two in ((case.id, other.id), (other.id, case.id)):
            at = "2026-04-02T00:00:00+00:00"
            run(connection, f"INSERT INTO link VALUES ('{one}', '{two}', 'later', '{at}')")
    hold_case(desk.database, case.id, "a lawsuit", desk.now)
    desk.now = desk.now.replace(year=2040)
    assert pruned(desk).correspondence == 1
    assert [told.entries()[0].body for told in (case, other, free)] == [WORDS, WORDS, None]


def test_it_prunes_so_many_in_one_run_and_nothing_twice(desk: Desk) -> None:
    cases = [asked(desk, str(number)) for number in range(5)]
    desk.now = desk.now.replace(year=2040)
    assert [pruned(desk, most=2).correspondence for _ in range(4)] == [2, 2, 1, 0]
    assert [case.version for case in cases] == [3] * 5


def test_it_prunes_photos_and_notes_before_the_words(desk: Desk) -> None:
    case = asked(desk, files=(uploaded(desk, JAN, "a.png", a_png()),))
    write_note(desk.database, NORD, case.id, "Difficult.", desk.now)
    desk.now = desk.now.replace(year=2030)
    removed = pruned(desk)
    assert (removed.photos, removed.notes, removed.correspondence) == (1, 1, 0)
    assert desk.rows("SELECT * FROM note") == []
    assert (files_of(desk), case.entries()[0].body) == ([], WORDS)


def test_it_keeps_a_photo_that_a_younger_case_names(desk: Desk) -> None:
    photo = uploaded(desk, JAN, "a.png", a_png())
    asked(desk, files=(photo,))
    desk.now = desk.now.replace(year=2028)
    asked(desk, "2", files=(photo,))
    desk.now = desk.now.replace(year=2030)
    pruned(desk)
    assert len(files_of(desk)) == 1
    desk.now = desk.now.replace(year=2032)
    pruned(desk)
    assert files_of(desk) == []


def test_it_removes_what_was_uploaded_and_never_sent(desk: Desk) -> None:
    sent = uploaded(desk, JAN, "sent.png", a_png(1))
    uploaded(desk, JAN, "never.png", a_png(2))
    asked(desk, closed=False, files=(sent,))
    assert pruned(desk).drafts == 0
    desk.now = desk.now.replace(year=2027)
    assert pruned(desk).drafts == 1
    assert len(files_of(desk)) == 1


def test_it_forgets_the_reason_of_a_lifted_hold_with_the_words(desk: Desk) -> None:
    case = asked(desk)
    hold_case(desk.database, case.id, "a lawsuit", desk.now)
    lift_holds(desk.database, case.id, desk.now)
    desk.now = desk.now.replace(year=2040)
    pruned(desk)
    with desk.database.read() as connection:
        assert holds_on(connection, case.id) == []


def test_it_prunes_again_where_somebody_wrote_once_more(desk: Desk) -> None:
    case = asked(desk)
    desk.now = desk.now.replace(year=2033)
    assert pruned(desk).correspondence == 1
    case.says(JAN, "One more numbat.")
    (later,) = case.linked("later")
    later.does(JAN, "cancel")
    assert pruned(desk).correspondence == 1
    assert [entry.body for entry in case.entries()][:-1] == [None] * (case.version - 1)
    assert later.entries()[0].body == "One more numbat."


def test_it_prunes_each_case_once_where_schedulers_meet(desk: Desk) -> None:
    cases = [asked(desk, str(number)) for number in range(6)]
    desk.now = desk.now.replace(year=2040)
    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(lambda _: pruned(desk).correspondence, range(4)))
    assert sum(done) == 6
    assert [case.version for case in cases] == [3] * 6
    assert verify(desk.database).holds


def test_it_erases_once_where_two_ask_at_once(desk: Desk) -> None:
    cases = [asked(desk, str(number)) for number in range(6)]
    with desk.database.read() as connection:
        (known,) = people_named(connection, "jan")
    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(lambda _: erase_person(desk.database, desk.files, known, desk.now), range(4)))
    assert sum(answer.cases for answer in done) == 6
    assert [case.version for case in cases] == [3] * 6
    assert verify(desk.database).holds
