"""Remove what is over: cases whose years of keeping have passed, and what an erasure had to leave until now.

A bounded part of it at a time, each case in a transaction of its own, so that it may break off and be run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cases.casefile.casefile import CaseFile
from cases.casefile.queries import load, lock
from cases.casefile.redaction import Place, take_out_over
from cases.casefile.rules import policy
from cases.casefile.staying import ground_to_stay
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.messages.destruction import destroy_files
from cases.messages.files import Files
from cases.messages.naming import cases_naming, files_named_in, files_never_sent
from cases.privacy.holds import forget_lifted
from cases.privacy.people import erasures_under_way, people_named
from cases.privacy.traces import forget_refusals_in
from cases.team.unsent import forget_of_case
from cases.verbs.erase_person import erase_person
from markets.calendars import calendar_of
from markets.catalogue import MARKETS
from markets.keeping import over_before
from markets.translate import translate
from workflows.grammar import CLOSED

A_RUN, A_PAGE = 200, 100
NOT_SENT_YET = timedelta(days=7)  # whoever writes at the turn of the year keeps the file that they just uploaded


@dataclass(slots=True)
class Removed:
    """How many cases lost what, how many files were never sent, how many people are erased to the end now."""

    correspondence: int = 0
    photos: int = 0
    notes: int = 0
    drafts: int = 0
    erased: int = 0


def prune(database: Database, files: Files, now: datetime, real_now: datetime, *, most: int = A_RUN) -> Removed:
    """Remove what is over at ``now``, from at most so many cases of each class, and go on with erasures.

    Uploads are stamped on the real clock, so drafts are over by that one.
    """
    removed = Removed()

    removed.photos = _each(database, "photos", now, most, lambda file: _destroy_photos(database, files, file, now))
    removed.notes = _each(database, "notes", now, most, lambda file: _forget_notes(database, file))
    removed.correspondence = _each(database, "correspondence", now, most, lambda file: _take_out(database, file, now))
    removed.drafts = _destroy_drafts(database, files, real_now, most)
    removed.erased = _go_on_erasing(database, files, now, most)
    return removed


def _each(database: Database, what: str, now: datetime, most: int, remove: Callable[[CaseFile], bool]) -> int:
    """Remove one class from the cases in which it is over and nothing makes it stay; from how many that was."""
    done = 0
    for case_id in _over(database, what, now):
        if done == most:
            break
        with database.read() as connection:
            file = load(connection, case_id)
            assert file is not None
            stays = ground_to_stay(connection, file)
        done += not stays and remove(file)
    return done


_STILL_THERE = {
    # After a removal nothing but the last message has words, the one that tells of it; until somebody writes again.
    "correspondence": "SELECT 1 FROM content t WHERE t.case_id = c.id AND t.seq < c.version",
    "photos": "SELECT 1 FROM attachment_use u JOIN attachment a ON a.id = u.attachment"
    " WHERE u.case_id = c.id AND a.destroyed_at IS NULL",
    "notes": "SELECT 1 FROM note n WHERE n.case_id = c.id UNION ALL SELECT 1 FROM unsent u WHERE u.case_id = c.id",
}


def _over(database: Database, what: str, now: datetime) -> Iterator[str]:
    """The closed cases of which the class is over and still there, a page at a time."""
    sql, values, page = _over_sql(database.dialect, what), _over_values(what, now), [""]
    while page:
        with database.read() as connection:
            page = [str(case) for (case,) in run(connection, sql, values)]
        yield from page
        values["after"] = page[-1] if page else ""


def _over_sql(dialect: str, what: str) -> str:
    moment = "text" if dialect == "sqlite" else "timestamptz"
    markets = ", ".join(f"('{code}', CAST({placeholder(dialect, f'before_{code}')} AS {moment}))" for code in MARKETS)
    return (
        f"WITH kept (market, before) AS (VALUES {markets}) SELECT c.id FROM cases c"
        " JOIN kept k ON k.market = c.market AND c.closed_at < k.before"
        f" WHERE c.state = '{CLOSED}' AND CAST(c.id AS text) > {placeholder(dialect, 'after')}"
        f" AND EXISTS ({_STILL_THERE[what]}) ORDER BY CAST(c.id AS text) LIMIT {A_PAGE}"
    )


def _over_values(what: str, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {"after": ""}
    for code in MARKETS:
        years = getattr(policy().keeping(code), what)
        values[f"before_{code}"] = moment_text(over_before(calendar_of(code).zone, now, years))
    return values


def _take_out(database: Database, file: CaseFile, now: datetime) -> bool:
    """Every word of the case, whoever wrote it; the log tells that they were there."""
    case_id = file.case.id

    def once(connection: Connection) -> bool:
        lock(connection, case_id)
        fresh = load(connection, case_id)
        assert fresh is not None
        if ground_to_stay(connection, fresh):  # since it was looked at, somebody put it on hold
            return False
        places = _all_words(connection, case_id)
        if all(seq == fresh.case.version for seq, _ in places):  # another scheduler was here first
            return False
        fresh.case.progress.asked_items = []
        take_out_over(connection, fresh, places, translate("system.pruned", fresh.case.lang), now)
        forget_refusals_in(connection, case_id)
        forget_lifted(connection, case_id)
        return True

    return until_it_holds(database, case_id, once, whole=True)


def _all_words(connection: Connection, case_id: str) -> list[Place]:
    mark = placeholder(connection.dialect, "case")
    sql = f"SELECT seq, part FROM content WHERE case_id = {mark} ORDER BY seq, part"
    return [(seq, part) for seq, part in run(connection, sql, {"case": case_id})]


def _forget_notes(database: Database, file: CaseFile) -> bool:
    with database.write() as connection:
        mark = placeholder(connection.dialect, "case")
        run(connection, f"DELETE FROM note WHERE case_id = {mark}", {"case": file.case.id})
        forget_of_case(connection, file.case.id)
    return True


def _destroy_photos(database: Database, files: Files, file: CaseFile, now: datetime) -> bool:
    """The files that the case names; one that another case names too goes with the last of them."""
    with database.read() as connection:
        named = sorted(files_named_in(connection, file.case.id))
        gone = [name for name in named if not _is_needed(connection, name, file.case.id, now)]
    return destroy_files(database, files, gone, now) > 0


def _is_needed(connection: Connection, name: str, case_id: str, now: datetime) -> bool:
    for other in cases_naming(connection, name) - {case_id}:
        file = load(connection, other)
        assert file is not None
        closed, code = file.case.closed_at, file.case.market
        before = over_before(calendar_of(code).zone, now, policy().keeping(code).photos)
        if closed is None or closed >= before or ground_to_stay(connection, file):
            return True
    return False


def _destroy_drafts(database: Database, files: Files, real_now: datetime, most: int) -> int:
    """A file belongs to no market before it is sent, so it stays as long as any of them wants."""
    years = max(policy().keeping(code).drafts for code in MARKETS)
    before = min(datetime(real_now.year - years, 1, 1, tzinfo=UTC), real_now - NOT_SENT_YET)
    with database.read() as connection:
        names = files_never_sent(connection, before, most)
    return destroy_files(database, files, names, real_now)


def _go_on_erasing(database: Database, files: Files, now: datetime, most: int) -> int:
    """Those whose erasure had to wait, who asked first before the others; how many are erased to the end now."""
    done, left = 0, most
    with database.read() as connection:
        waiting = [known for name in erasures_under_way(connection) for known in people_named(connection, name)]
    for known in waiting:
        if left <= 0:
            break
        erased = erase_person(database, files, known, now, most=left)
        left -= erased.cases
        done += erased.done
    return done
