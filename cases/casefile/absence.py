"""Days off of a seller: the promises stay, and the buyer is told on their own who answers meanwhile."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import CaseFile
from cases.casefile.draft import Draft
from cases.sellers.profile import Absence
from markets.moments import wall_of
from markets.translate import say_day, translate
from workflows.grammar import CLOCK, CLOSED


def absence_at(file: CaseFile, now: datetime) -> Absence | None:
    """The days off that the seller of an open case has today, on the wall of the case's market."""
    if file.case.state == CLOSED or file.case.buyer_id is None:
        return None
    today = wall_of(file.calendar.zone, now).date()
    return next((absence for absence in file.absences if absence.since <= today <= absence.until), None)


def tell_who_answers(draft: Draft) -> None:
    """Once in a case and absence: until when the seller is away, who answers, and that nothing comes later for it."""
    case = draft.file.case
    absence = absence_at(draft.file, draft.now)
    if absence is None or case.progress.told_away_until == absence.until:
        return
    case.progress.told_away_until = absence.until
    # The deputy's name stays out of the log, which outlives them; pages show it as the profile has it.
    key = "system.away_with_deputy" if draft.file.has_deputy else "system.away"
    text = translate(key, case.lang, until=say_day(absence.until, case.lang))
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, own_words=False))
