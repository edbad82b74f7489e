"""Lists of cases: filtered, in order, a page at a time, for whoever may see them.

A page begins after the last row's sort key and id, so no row is lost or shown twice while the keys stand still.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.db import Connection, moment_text, placeholder, run

COLUMNS = {
    "kind": "c.kind",
    "state": "c.state",
    "market": "c.market",
    "seller": "c.seller_id",
    "buyer": "b.external_id",
    "order": "c.order_id",
}
FILTERS = (*COLUMNS, "tracking", "assignee")
ME, NOBODY = "me", "none"
"""What the filter ``assignee`` takes beside ids: the asker, and that nobody of the team has the case."""

FLAGS = {
    "open": ("c.state <> 'closed'", "c.state = 'closed'"),
    "overdue": ("c.overdue = 1", "c.overdue = 0"),
    "needs_reply": ("c.reply_due_at IS NOT NULL", "c.reply_due_at IS NULL"),
}
SORTS = ("due", "-due", "opened", "-opened", "updated", "-updated")
NEWEST_FIRST = "-opened"
_LAST = {True: "0001-01-01T00:00:00+00:00", False: "9999-12-31T00:00:00+00:00"}
_OWING = {"buyer": ("buyer",), "seller": ("seller",), INTEGRATION: ("carrier", "payments")}


class Place(NamedTuple):
    """Where a row stands in its list: its sort key and its id."""

    key: str
    case: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases (each filter any of its values), in which order, how many, from after which row on."""

    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    flags: Mapping[str, Collection[bool]] = field(default_factory=dict)
    sort: str = NEWEST_FIRST
    limit: int = 50
    after: Place | None = None


def list_cases(connection: Connection, asker: Asker, wanted: Wanted) -> list[Place]:
    """The asker's cases of one page, and one more where there is a next page."""
    query = CaseQuery(connection.dialect)
    query.own(asker)
    for name, values in wanted.filters.items():
        if name == "assignee":
            query.with_somebody(asker, values)
        else:
            query.one_of(name, values)
    for name, holds in wanted.flags.items():
        query.where.append(f"({' OR '.join(FLAGS[name][0 if yes else 1] for yes in holds)})")
    down = wanted.sort.startswith("-")
    key = query.key(asker, wanted.sort)
    if wanted.after is not None:
        after, case = query.mark(wanted.after.key), query.mark(wanted.after.case)
        query.where.append(f"({key} {'<' if down else '>'} {after} OR ({key} = {after} AND c.id > {case}))")
    sql = (
        f"SELECT {key}, c.id FROM cases c LEFT JOIN person b ON b.id = c.buyer_id WHERE {' AND '.join(query.where)}"
        f" ORDER BY 1 {'DESC' if down else 'ASC'}, 2 LIMIT {query.mark(wanted.limit + 1)}"
    )
    return [Place(_text(moment), str(case)) for moment, case in run(connection, sql, query.values)]


class CaseQuery:
    """A statement in the making: its conditions, and the values that they name."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.where: list[str] = []
        self.values: dict[str, Any] = {}

    def mark(self, value: Any) -> str:
        """The placeholder of a value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return placeholder(self.dialect, name)

    def own(self, asker: Asker) -> None:
        """Only what the asker may see."""
        if asker.role == "buyer":
            mine = f"p.realm = 'buyer' AND p.external_id = {self.mark(asker.sub)}"
            self.where.append(f"c.buyer_id = (SELECT p.id FROM person p WHERE {mine})")
        elif asker.role == "seller":
            self.where.append(f"c.seller_id = {self.mark(asker.seller)}")
        else:
            assert asker.role in (ADMIN, INTEGRATION)
            self.where.append("1 = 1")

    def one_of(self, name: str, values: Sequence[str]) -> None:
        """Only cases of which the named thing is one of the values."""
        marks = ", ".join(self.mark(value) for value in values)
        if name in COLUMNS:
            self.where.append(f"{COLUMNS[name]} IN ({marks})")
        else:
            back = self._tracked("c.progress")
            there = (
                f"SELECT 1 FROM order_revision r, {self._tracked('r.terms')} IN ({marks}) AND r.order_id = c.order_id"
            )
            self.where.append(f"(EXISTS (SELECT 1 FROM {back} IN ({marks})) OR EXISTS ({there}))")

    def with_somebody(self, asker: Asker, values: Sequence[str]) -> None:
        """Only cases that one of these people of the asker's own team has; as in a view, nobody has another team's."""
        team = self.mark(asker.team)
        now = "SELECT 1 FROM assignment l WHERE l.case_id = a.case_id AND l.team = a.team AND l.since > a.since"
        given = f"SELECT a.case_id FROM assignment a JOIN person p ON p.id = a.assignee WHERE a.team = {team}"
        given += f" AND NOT EXISTS ({now})"
        people = [asker.sub if value == ME else value for value in values if value != NOBODY]
        any_of = [f"c.id IN ({given} AND p.external_id IN ({', '.join(map(self.mark, people))}))"] if people else []
        any_of += [f"c.id NOT IN ({given})"] if NOBODY in values else []
        self.where.append(f"({' OR '.join(any_of)})")

    def key(self, asker: Asker, sort: str) -> str:
        """The expression that the list is sorted by; what has no due date comes last either way."""
        if not sort.endswith("due"):
            return {"opened": "c.opened_at", "updated": "c.updated_at"}[sort.removeprefix("-")]
        owing = ", ".join(f"'{role}'" for role in _OWING.get(asker.role, ()))
        on = f" AND d.waits_on IN ({owing})" if owing else ""
        last = _LAST[sort.startswith("-")]
        typed = f"'{last}'" if self.dialect == "sqlite" else f"timestamptz '{last}'"
        return f"coalesce((SELECT min(d.due_at) FROM deadline d WHERE d.case_id = c.id{on}), {typed})"

    def _tracked(self, column: str) -> str:
        """The parcels in a JSON column, up to the comparison of their tracking number."""
        if self.dialect == "sqlite":
            return f"json_each({column}, '$.parcels') t WHERE json_extract(t.value, '$.tracking')"
        return f"jsonb_array_elements({column} -> 'parcels') t WHERE t ->> 'tracking'"


def _text(moment: Any) -> str:
    return moment_text(moment) if isinstance(moment, datetime) else str(moment)
