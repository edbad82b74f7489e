"""What a run amounts to: counts alone, so that those of several parts can be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import orjson

from cases.db import Connection, run
from cases.verbs.expire_deadline import Fired
from cli.simulation.acts import Stage

Figures = Counter[str]
"""Counts by names in parts, such as ``breaches/reply`` and ``on time/prompt``."""


def figures_of(stage: Stage, fired: Fired) -> Figures:
    """Count what there is in the database, and what was done."""
    figures: Figures = Counter()
    figures.update({f"refused/{why}": number for why, number in stage.done.refused.items() if number})
    figures.update(
        {"warnings": fired.warnings, "orders": stage.done.acts["orders"], "reviews": stage.done.acts["reviews"]}
    )
    temperaments = {seller.id: seller.temperament.name for seller in stage.market_place.sellers}
    with stage.database.read() as connection:
        for count in (_cases, _messages, _measures):
            figures.update(count(connection))
        figures.update(_answers(connection, temperaments))
        figures.update(_breaches(connection))
    return figures


def _cases(connection: Connection) -> Figures:
    figures: Figures = Counter()
    sql = "SELECT kind, outcome, count(*) FROM cases GROUP BY kind, outcome"
    for kind, outcome, number in run(connection, sql):
        figures["cases"] += number
        figures[f"cases/{kind}"] += number
        figures["closed" if outcome else "open"] += number
        if outcome:
            figures[f"ended/{outcome}"] += number
    return figures


def _messages(connection: Connection) -> Figures:
    sql = "SELECT role, count(*) FROM message GROUP BY role"
    by_role = {f"messages/{role}": number for role, number in run(connection, sql)}
    return Counter({"messages": sum(by_role.values()), **by_role})


def _answers(connection: Connection, temperaments: Mapping[str, str]) -> Figures:
    """Messages answered in time and missed, by the temperament of the seller."""
    figures: Figures = Counter()
    for name, table in (("on time", "merit"), ("missed", "breach")):
        sql = f"SELECT seller_id, count(*) FROM {table} WHERE kind = 'reply' AND counts = 1 GROUP BY seller_id"
        for seller, number in run(connection, sql):
            figures[name] += number
            figures[f"{name}/{temperaments[seller]}"] += number
    return figures


def _breaches(connection: Connection) -> Figures:
    figures: Figures = Counter()
    for kind, counts, number in run(connection, "SELECT kind, counts, count(*) FROM breach GROUP BY kind, counts"):
        figures["breaches" if counts else "excused"] += number
        figures[f"breaches/{kind}" if counts else f"excused/{kind}"] += number
    return figures


def _measures(connection: Connection) -> Figures:
    """Measures that were proposed, and those that came into force, by what they are."""
    figures: Figures = Counter()
    sql = (
        "SELECT t.fields, (SELECT count(*) FROM message m WHERE m.case_id = c.id AND m.to_state = 'in_force'"
        " AND m.from_state <> 'in_force' AND m.event <> 'uphold') FROM cases c"
        " JOIN content t ON t.case_id = c.id AND t.seq = 1 WHERE c.kind = 'sanction'"
    )
    for fields, imposed in run(connection, sql):
        measure = (orjson.loads(fields) if isinstance(fields, str) else fields)["measure"]
        for name in ("proposed", *(("imposed",) if imposed else ())):
            figures[name] += 1
            figures[f"{name}/{measure}"] += 1
    return figures
