"""Erase somebody: what may go goes now, what must stay is named, and the prune job ends it when that is over.

Nothing of anybody else goes: the seller's words about a buyer are the seller's record, also where they quote.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cases.casefile.casefile import CaseFile
from cases.casefile.own_words import fields_about_buyer, words_of_buyer
from cases.casefile.queries import load, lock
from cases.casefile.redaction import take_out_over
from cases.casefile.rules import policy
from cases.casefile.staying import ground_to_stay
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, placeholder, run
from cases.messages.destruction import destroy_files
from cases.messages.files import Files
from cases.messages.naming import files_named_in
from cases.privacy.erased import BOOKS, NO_WORDS, OTHERS_RECORD, UNDER_WAY, Erased, Stay
from cases.privacy.people import Known, ask_to_erase, empty_person
from cases.privacy.traces import forget_refusals
from cases.team.unsent import forget_of_case
from cases.verbs.erase_colleague import erase_colleague
from markets.calendars import calendar_of
from markets.keeping import kept_until
from markets.translate import translate


def erase_person(database: Database, files: Files, known: Known, now: datetime, *, most: int | None = None) -> Erased:
    """Erase them as far as it may be, words of at most so many cases (None: of all). Safe to run again at any time."""
    with database.write() as connection:
        erased = Erased(known.id, ask_to_erase(connection, known.id, now))
    if known.realm != "buyer":
        return erase_colleague(database, known, erased, now)
    staying = _empty_cases(database, known, erased, now, most)
    if staying is None:
        erased.stays.append(Stay("identity", UNDER_WAY))
        return erased
    erased.files = destroy_files(database, files, _files_to_destroy(database, known.id, staying), now)
    with database.write() as connection:
        erased.refusals = forget_refusals(connection, known, staying)
        if not staying:
            empty_person(connection, known, now)
            erased.done = True
    if staying:
        erased.stays.insert(0, Stay("identity", erased.stays[0].ground))
    erased.stays += [Stay("orders", BOOKS), Stay("log", NO_WORDS)]
    return erased


def _empty_cases(database: Database, known: Known, erased: Erased, now: datetime, most: int | None) -> set[str] | None:
    """Take the buyer's words out of each case; which must stay for now, or None where ``most`` came first."""
    of_others: list[Stay] = []
    for case_id in _cases_of(database, known.id):
        if most is not None and erased.cases >= most:
            return None
        gone, ground, beside = _empty(database, case_id, now)
        erased.messages += gone
        erased.cases += gone > 0
        if ground:
            erased.stays.append(Stay("words", ground, case_id))
        of_others += beside
    staying = {stay.case for stay in erased.stays if stay.case is not None}
    erased.stays += of_others
    return staying


def _empty(database: Database, case_id: str, now: datetime) -> tuple[int, str, list[Stay]]:
    """Of how many messages the words went, the ground on which they stay, and what others wrote."""

    def once(connection: Connection) -> tuple[int, str, list[Stay]]:
        lock(connection, case_id)
        file = load(connection, case_id)
        assert file is not None
        beside = list(_of_others(connection, file))
        if ground := ground_to_stay(connection, file):
            return 0, ground, beside
        forget_of_case(connection, case_id)
        return _take_out(connection, file, now), "", beside

    return until_it_holds(database, case_id, once, whole=True)


def _take_out(connection: Connection, file: CaseFile, now: datetime) -> int:
    """Of how many messages the words went. What others said beside the buyer's address is said again without it."""
    named = fields_about_buyer(connection, file)
    places = sorted({*words_of_buyer(connection, file), *(beside.place for beside in named)})
    if not places:
        return 0
    lang = file.case.lang
    again = [
        translate("system.words_kept", lang, role=translate(f"role.{beside.role}", lang), words=beside.words)
        for beside in named
        if beside.words
    ]
    take_out_over(connection, file, places, translate("system.erased", lang), now, again)
    return len({seq for seq, _ in places})


def _of_others(connection: Connection, file: CaseFile) -> Iterator[Stay]:
    """What the others wrote in the case and about it."""
    case = file.case
    years, zone = policy().keeping(case.market), calendar_of(case.market).zone
    closed = case.closed_at
    until = kept_until(zone, closed, years.correspondence) if closed is not None else None
    yield Stay("words_of_others", OTHERS_RECORD, case.id, until)
    noted = f"SELECT 1 FROM note WHERE case_id = {placeholder(connection.dialect, 'case')} LIMIT 1"
    if run(connection, noted, {"case": case.id}):
        until = kept_until(zone, closed, years.notes) if closed is not None else None
        yield Stay("notes_of_others", OTHERS_RECORD, case.id, until)


def _files_to_destroy(database: Database, person: str, staying: set[str]) -> list[str]:
    """Every file of theirs that no staying case names, those too whose destruction broke off."""
    with database.read() as connection:
        sql = f"SELECT id FROM attachment WHERE person = {placeholder(connection.dialect, 'person')}"
        names = [name for (name,) in run(connection, sql, {"person": person})]
        kept = {name for case_id in staying for name in files_named_in(connection, case_id)}
    return [name for name in names if name not in kept]


def _cases_of(database: Database, person: str) -> list[str]:
    with database.read() as connection:
        sql = f"SELECT id FROM cases WHERE buyer_id = {placeholder(connection.dialect, 'person')} ORDER BY id"
        return [str(case) for (case,) in run(connection, sql, {"person": person})]
