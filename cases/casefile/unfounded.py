"""Claims of a buyer that did not hold. Repeated ones are marked for whoever decides, and limit nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from cases.casefile.casefile import CaseFile
from cases.db import Connection, moment_text, placeholder, run
from workflows.grammar import BUYER, CLOSED

WITHIN = timedelta(days=90)
MARKED_FROM = 3
"""From so many on in ninety days the next claim of the buyer is marked."""


def repeated_unfounded(connection: Connection, files: Collection[CaseFile], now: datetime) -> dict[str, int]:
    """For each open claim among the cases whose buyer opened it: how many of the buyer's did not hold, if many did."""
    claims = [(file, _unfounded(connection, file.buyer.id, now)) for file in files if _is_new(file) and file.buyer]
    return {file.case.id: count for file, count in claims if count >= MARKED_FROM}


def _is_new(file: CaseFile) -> bool:
    claim = file.case.progress.claim
    return file.case.kind == "claim" and file.is_open and claim is not None and claim.opened_by == BUYER


def _unfounded(connection: Connection, buyer: str, now: datetime) -> int:
    """How many claims of a buyer were refused, or decided for the seller, in the last ninety days."""
    mark = {name: placeholder(connection.dialect, name) for name in ("buyer", "since")}
    opener = (
        "json_extract(progress, '$.claim.opened_by')"
        if connection.dialect == "sqlite"
        else "progress->'claim'->>'opened_by'"
    )
    sql = (
        f"SELECT count(*) FROM cases WHERE buyer_id = {mark['buyer']} AND kind = 'claim' AND state = '{CLOSED}'"
        f" AND outcome IN ('refused', 'decided_seller') AND {opener} = '{BUYER}' AND closed_at > {mark['since']}"
    )
    return int(run(connection, sql, {"buyer": buyer, "since": moment_text(now - WITHIN)})[0][0])
