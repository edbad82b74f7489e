"""What the market place tells of its measures and decisions in a period: how many, why, and what became of them.

Sources: Regulation (EU) 2022/2065, art. 15(1) and 24(1), Regulation (EU) 2019/1150, art. 11(4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from statistics import median
from typing import Any, NamedTuple

import orjson

from cases.casefile.reviews import OBJECTION
from cases.db import Connection, moment_text, placeholder, run
from cases.ledger.leaf import DELIVERED
from workflows.grammar import CLOCK

APPEALED = ("appealed_before_effect", "appealed", "appealed_after")


class Period(NamedTuple):
    """From a moment on, and until another, which is not in it any more."""

    since: datetime
    until: datetime

    def has(self, moment: datetime) -> bool:
        """Whether it lies in the period."""
        return self.since <= moment < self.until


class ImposedSoOften(NamedTuple):
    """Measures of one kind that were imposed on one ground: a figure, an urgent reason, or none but a person's."""

    measure: str
    ground: str
    automated: bool
    times: int


class Measures(NamedTuple):
    """What became of proposals, and of measures that were appealed."""

    proposed: int
    proposed_automatically: int
    dismissed: int
    imposed: list[ImposedSoOften]
    lifted: int
    appeals: int
    upheld: int
    upheld_in_part: int
    reversed: int
    median_seconds: int | None


class Objections(NamedTuple):
    """Objections to automatic verdicts and to breaches, and how they were decided."""

    lodged: int
    by_subject: dict[str, int]
    upheld: int
    struck: int
    median_seconds: int | None


class Statistics(NamedTuple):
    """All of it."""

    measures: Measures
    objections: Objections


class _Step(NamedTuple):
    case: str
    event: str
    from_state: str
    role: str
    at: datetime
    fields: dict[str, Any]


def statistics_of(connection: Connection, period: Period) -> Statistics:
    """The statistics of a period. An appeal and an objection are decided in the period that their decision is in."""
    cases = [list(steps) for _, steps in groupby(_steps(connection, period.until), key=lambda step: step.case)]
    return Statistics(_measures(cases, period), _objections(connection, period))


def _measures(cases: Sequence[Sequence[_Step]], period: Period) -> Measures:
    counted: Counter[str] = Counter()
    imposed: Counter[tuple[str, str, bool]] = Counter()
    took: list[float] = []
    for steps in cases:
        proposal, appealed_at = steps[0].fields, None
        for step in steps:
            appealed_at = step.at if step.event == "appeal" else appealed_at
            if not period.has(step.at):
                continue
            counted.update(_names(step))
            if step.event == "impose":
                automated = bool(step.fields.get("decided_automatically", step.role == CLOCK))
                imposed[proposal.get("measure", ""), _ground(proposal), automated] += 1
            if step.event in ("uphold", "lift") and step.from_state in APPEALED and appealed_at is not None:
                took.append((step.at - appealed_at).total_seconds())
    return Measures(
        proposed=counted["propose"],
        proposed_automatically=counted["propose by the clock"],
        dismissed=counted["dismiss"],
        imposed=[ImposedSoOften(*key, count) for key, count in sorted(imposed.items())],
        lifted=counted["lift"],
        appeals=counted["appeal"],
        upheld=counted["uphold"],
        upheld_in_part=counted["uphold in part"],
        reversed=counted["reverse"],
        median_seconds=_middle(took),
    )


def _names(step: _Step) -> Iterator[str]:
    """What a step counts as."""
    if step.event == "uphold":
        yield "uphold in part" if step.fields.get("struck") else "uphold"
    elif step.event == "lift" and step.from_state in APPEALED:
        yield "reverse"
    else:
        yield step.event
    if step.event == "propose" and step.role == CLOCK:
        yield "propose by the clock"


def _ground(proposal: dict[str, Any]) -> str:
    return str(proposal.get("urgent") or proposal.get("metric") or "other")


def _steps(connection: Connection, until: datetime) -> Iterator[_Step]:
    """Every event of every measure's case up to then, case by case along the log."""
    mark = placeholder(connection.dialect, "until")
    sql = (
        "SELECT c.id, m.event, coalesce(m.from_state, ''), m.role, m.at, t.fields FROM cases c"
        " JOIN message m ON m.case_id = c.id LEFT JOIN content t ON t.case_id = m.case_id AND t.seq = m.seq"
        f" AND t.part = '{DELIVERED}' WHERE c.kind = 'sanction' AND m.event <> '' AND m.at < {mark}"
        " ORDER BY c.id, m.seq"
    )
    for case, event, from_state, role, at, fields in run(connection, sql, {"until": moment_text(until)}):
        said = orjson.loads(fields or "{}") if fields is None or isinstance(fields, str) else fields
        yield _Step(str(case), event, from_state, role, _moment(at), said)


def _objections(connection: Connection, period: Period) -> Objections:
    mark = placeholder(connection.dialect, "until")
    sql = (
        "SELECT r.opened_at, r.decided_at, r.decision, CASE WHEN o.breach IS NOT NULL THEN 'breach'"
        " WHEN o.refusal IS NOT NULL THEN 'refusal' ELSE 'message' END"
        f" FROM review r LEFT JOIN objection o ON o.review = r.id WHERE r.kind = '{OBJECTION}' AND r.opened_at < {mark}"
    )
    rows = run(connection, sql, {"until": moment_text(period.until)})
    subjects = Counter(subject for opened, _, _, subject in rows if period.has(_moment(opened)))
    decided = [
        (decision, (_moment(at) - _moment(opened)).total_seconds())
        for opened, at, decision, _ in rows
        if at is not None and period.has(_moment(at))
    ]
    found = Counter(decision for decision, _ in decided)
    took = _middle(seconds for _, seconds in decided)
    return Objections(subjects.total(), dict(sorted(subjects.items())), found["uphold"], found["strike"], took)


def _middle(seconds: Iterable[float]) -> int | None:
    found = list(seconds)
    return round(median(found)) if found else None


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
