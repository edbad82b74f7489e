"""Lists of cases: filtered, in order, a page at a time, for whoever may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.casefile.asker import Asker
from cases.db import Connection, run

COLUMNS = {"kind": "c.kind", "state": "c.state", "market": "c.market", "seller": "c.seller_id", "order": "c.order_id"}
FLAGS = {
    "open": ("c.state <> 'closed'", "c.state = 'closed'"),
    "overdue": ("c.overdue = 1", "c.overdue = 0"),
    "needs_reply": ("c.reply_due_at IS NOT NULL", "c.reply_due_at IS NULL"),
}
SORTS = ("due", "opened", "updated")
_NEVER = {"": "9999-12-31T00:00:00+00:00", "-": "0001-01-01T00:00:00+00:00"}
_OWES = {"buyer": "buyer", "seller": "seller"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases, in which order, how many, from after which one on (its sort key and id)."""

    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    sort: str = "-opened"
    limit: int = 50
    after: tuple[str, str] | None = None


def list_cases(connection: Connection, asker: Asker, wanted: Wanted) -> list[tuple[str, str]]:
    """The ids of one page and the sort key of each; one more than the limit where there is a next page."""
    values: dict[str, Any] = {"most": wanted.limit + 1}
    where = [_own(asker, values)]
    where += [FLAGS[name][0 if holds else 1] for name, holds in wanted.flags.items()]
    for name, given in wanted.filters.items():
        where.append(_one_of(connection, name, given, values))
    key = _key(connection, asker, wanted.sort, values)
    down = wanted.sort.startswith("-")
    if wanted.after is not None:
        values["after_key"], values["after_id"] = wanted.after
        sign = "<" if down else ">"
        where.append(f"({key} {sign} :after_key OR ({key} = :after_key AND CAST(c.id AS text) > :after_id))")
    sql = (
        f"SELECT CAST(c.id AS text), {key} FROM cases c JOIN person b ON b.id = c.buyer_id"
        f" WHERE {' AND '.join(where)} ORDER BY 2 {'DESC' if down else 'ASC'}, 1 LIMIT :most"
    )
    return [(str(row[0]), str(row[1])) for row in run(connection, _spelled(connection, sql, values), values)]


def _own(asker: Asker, values: dict[str, Any]) -> str:
    if asker.role == "buyer":
        values["own"] = asker.sub
        return "b.external_id = :own"
    if asker.role == "seller":
        values["own"] = asker.seller
        return "c.seller_id = :own"
    return "1 = 1"


def _one_of(connection: Connection, name: str, given: Sequence[str], values: dict[str, Any]) -> str:
    marks = []
    for number, value in enumerate(given):
        values[f"{name}_{number}"] = value
        marks.append(f":{name}_{number}")
    listed = ", ".join(marks)
    if name == "buyer":
        return f"b.external_id IN ({listed})"
    if name == "tracking":
        each = (
            "json_each(c.progress, '$.parcels') t WHERE json_extract(t.value, '$.tracking')"
            if connection.dialect == "sqlite"
            else "jsonb_array_elements(c.progress -> 'parcels') t WHERE t ->> 'tracking'"
        )
        return f"EXISTS (SELECT 1 FROM {each} IN ({listed}))"
    return f"{COLUMNS[name]} IN ({listed})"


def _key(connection: Connection, asker: Asker, sort: str, values: dict[str, Any]) -> str:
    """The sort key as text that sorts as it counts; what has no due date comes last either way."""
    column = {"opened": "c.opened_at", "updated": "c.updated_at"}.get(sort.lstrip("-"))
    if column is not None:
        return _text(connection, column)
    owes = ""
    if asker.role in _OWES:
        values["owes"] = _OWES[asker.role]
        owes = " AND d.waits_on = :owes"
    earliest = f"(SELECT min(d.due_at) FROM deadline d WHERE d.case_id = c.id{owes})"
    return f"coalesce({_text(connection, earliest)}, '{_NEVER['-' if sort.startswith('-') else '']}')"


def _text(connection: Connection, moment: str) -> str:
    if connection.dialect == "sqlite":
        return moment
    return f"""to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')"""


def _spelled(connection: Connection, sql: str, values: Mapping[str, Any]) -> str:
    """The statement with this driver's marks for its values."""
    if connection.dialect == "sqlite":
        return sql
    for name in sorted(values, key=len, reverse=True):
        sql = sql.replace(f":{name}", f"%({name})s")
    return sql
