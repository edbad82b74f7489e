"""The clock proposes a measure that the thresholds of a market ask for, with what it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import CaseFile, Crossed, Recorded
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.opening import new_file
from cases.casefile.rules import length_of
from cases.db import Connection
from cases.sellers.measures import Due
from cases.verbs.subject import language_of, seller_named
from markets.business_time import due as due_at
from markets.translate import translate
from workflows.engine import decide, hear
from workflows.grammar import CLOCK, UNOPENED
from workflows.registry import CURRENT


def propose_measure(connection: Connection, seller_id: str, market: str, due: Due, now: datetime) -> Draft:
    """Draft the case of the measure with its first message; it is for others to decide on it."""
    file = _file(connection, seller_id, market, due, now)
    facts = facts_of(file, now)
    named = tuple(breach.id for breach in due.breaches)
    until = _until(file, due, now)
    facts = replace(facts, sanction=replace(facts.sanction, measure=due.measure, breaches=named, proposed_until=until))
    decision = decide(file.workflow, UNOPENED, CLOCK, "propose", facts)
    said = hear(decision.row, facts, decision.row.saying.by_clock(facts), (), 0)
    draft, lang = Draft.of(file, now, opens=True), file.case.lang
    text = translate("event.propose.text.clock", lang)
    fields = said.model_dump(mode="json", exclude_none=True)
    advance(draft, Act(CLOCK, text, lang, SYSTEM, decision, fields=fields, own_words=False))
    return draft


def _file(connection: Connection, seller_id: str, market: str, due: Due, now: datetime) -> CaseFile:
    file = new_file(
        CURRENT["sanction"],
        market=market,
        lang=language_of(connection, seller_id, market),
        seller_id=seller_id,
        seller_name=seller_named(connection, seller_id, market, at=""),
        buyer=None,
        order=None,
        siblings=(),
        units=(),
        reason="",
        about=None,
        now=now,
    )
    threshold = due.threshold
    file.recorded = [Recorded(one.kind, one.number, one.seq, one.at) for one in due.breaches]
    file.crossed = Crossed(threshold.metric, threshold.days, due.value, due.cases, due.line, due.lasts)
    return file


def _until(file: CaseFile, due: Due, now: datetime) -> date | None:
    """The last day of a measure that is imposed on the last day on which it can be."""
    wait = file.workflow.wait_of("proposed")
    if due.lasts is None or wait is None:
        return None
    decided_by = due_at(file.calendar, now, length_of(file, wait))
    return decided_by.astimezone(file.calendar.zone).date() + timedelta(days=due.lasts)
