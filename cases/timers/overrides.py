"""The days that admins set, as they are kept and as every calendar of this process has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.ids import new_id
from markets.calendars import use_decrees


class SetDay(NamedTuple):
    """One act: a day was set, or (``withdraws``) that was taken back. No name of an admin who was erased."""

    id: str
    market: str
    day: date
    holiday: str
    reason: str
    who: str | None
    at: datetime
    withdraws: str | None


def set_days(connection: Connection) -> list[SetDay]:
    """Every act, the first one first."""
    sql = (
        "SELECT o.id, o.market, o.day, o.holiday, o.reason, p.external_id, o.at, o.withdraws"
        " FROM calendar_override o JOIN person p ON p.id = o.who ORDER BY o.id"
    )
    return [_set_day(*row) for row in run(connection, sql)]


def in_effect(acts: Sequence[SetDay]) -> list[SetDay]:
    """What is set now: nothing that was taken back, and of a day that was set twice the last."""
    withdrawn = {act.withdraws for act in acts}
    stays = [act for act in acts if act.withdraws is None and act.id not in withdrawn]
    return list({(act.market, act.day): act for act in stays}.values())


def keep_day(
    connection: Connection,
    market: str,
    day: date,
    holiday: str,
    reason: str,
    who: str,
    now: datetime,
    withdraws: str = "",
) -> None:
    """Keep one act."""
    row = {
        "id": new_id(),
        "market": market,
        "day": day.isoformat(),
        "holiday": holiday,
        "reason": reason,
        "who": who,
        "at": moment_text(now),
        "withdraws": withdraws or None,
    }
    run(connection, insert_sql(connection.dialect, "calendar_override", row), row)


def apply_overrides(database: Database) -> str:
    """Let every calendar of this process have the days that are set; the id of the last act, empty for none."""
    with database.read() as connection:
        acts = set_days(connection)
    decrees: dict[str, dict[date, str]] = {}
    for act in in_effect(acts):
        decrees.setdefault(act.market, {})[act.day] = act.holiday
    use_decrees(decrees)
    return acts[-1].id if acts else ""


def _set_day(name: Any, market: str, day: str, holiday: str, reason: str, who: str | None, at: Any, of: Any) -> SetDay:
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return SetDay(
        str(name), market, date.fromisoformat(day), holiday, reason, who, moment, str(of) if of is not None else None
    )
