"""What a measure rests on, in the words of its case's language: the rule, the facts, why it fits, how to appeal.

Regulation (EU) 2022/2065, art. 17(3) and Regulation (EU) 2019/1150, art. 4 say what there must be.
"""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from markets.translate import plain_list, say_moment, say_number, say_share, translate
from workflows.facts import Crossing, Facts, OnRecord

COUNTED = ("conduct", "missed")
"""The metrics that are counted; the others are shares."""


_SCOPES = {
    "warning": "statement.scope.warning",
    "restriction": "statement.scope.restriction",
    "suspension": "statement.scope.suspension",
    "removal": "statement.scope.removal",
}


def rule_of(facts: Facts) -> str:
    """The threshold that the clock's proposal rests on; without one, the code that readers know by its text."""
    crossing = facts.sanction.crossing
    if crossing is None:
        return "the_thresholds_of_the_market"
    return translate(
        "measure.rule",
        facts.language,
        market=facts.market,
        metric=_metric(crossing, facts),
        days=crossing.days,
        line=_said(crossing, crossing.line, facts),
        measure=translate(f"choice.{facts.sanction.measure}", facts.language),
    )


def why_it_fits(facts: Facts) -> str:
    """The value beside its line, or that a person weighed it."""
    crossing = facts.sanction.crossing
    if crossing is None:
        return translate("measure.why.person", facts.language)
    return translate(
        "measure.why.count" if crossing.metric in COUNTED else "measure.why.rate",
        facts.language,
        **{"cases": crossing.cases} if crossing.metric not in COUNTED else {},
        metric=_metric(crossing, facts),
        value=_said(crossing, crossing.value, facts),
        line=_said(crossing, crossing.line, facts),
    )


def facts_and_period(facts: Facts) -> str:
    """Every breach with its day, case and message, the oldest first, and where all this was found."""
    return "\n".join([*_breaches(facts), *_urgent(facts), translate("statement.origin", facts.language)])


def relied_on(facts: Facts) -> str:
    """The cases that can be read, by their numbers."""
    numbers = list(dict.fromkeys(one.number for one in facts.sanction.recorded if one.number))
    if not numbers:
        return translate("statement.relied_on_this", facts.language)
    return translate("statement.relied_on", facts.language, cases=plain_list(numbers, facts.language))


def scope(facts: Facts) -> str:
    """What the measure limits."""
    return translate(_SCOPES[facts.sanction.measure or "restriction"], facts.language)


def _breaches(facts: Facts) -> Iterator[str]:
    recorded = facts.sanction.recorded
    if not recorded:
        return
    since, until = (_moment(one, facts) for one in (recorded[0], recorded[-1]))
    yield translate("statement.facts", facts.language, n=len(recorded), since=since, until=until)
    for n, one in enumerate(recorded, 1):
        where = {"case": one.number} | ({"message": one.seq} if one.seq else {})
        key = "statement.breach" if one.seq else "statement.breach_in_case"
        if not one.number:
            key, where = "statement.breach_alone", {}
        what = translate(f"page.breach.{one.kind}", facts.language)
        yield translate(key, facts.language, n=n, what=what, when=_moment(one, facts), **where)


def _urgent(facts: Facts) -> Iterator[str]:
    if facts.sanction.ground:
        ground = translate(f"choice.{facts.sanction.ground}", facts.language)
        yield translate("statement.urgent", facts.language, ground=ground)


def _moment(one: OnRecord, facts: Facts) -> str:
    return say_moment(one.at, ZoneInfo(facts.zone), facts.language)


def _metric(crossing: Crossing, facts: Facts) -> str:
    return translate(f"choice.{crossing.metric}", facts.language)


def _said(crossing: Crossing, value: float, facts: Facts) -> str:
    if crossing.metric in COUNTED:
        return say_number(round(value), facts.language)
    return say_share(value, facts.language)
