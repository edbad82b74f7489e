"""Claims of a buyer that did not hold. Repeated ones are marked for whoever decides, and limit nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec

from cases.casefile.casefile import CaseFile
from cases.casefile.queries import member_of
from cases.db import Connection, moment_text, placeholder, run
from workflows.grammar import BUYER, CLOSED

WITHIN = timedelta(days=90)
OPENER = ("claim", "opened_by")
MARKED_FROM = 3
"""From so many on in ninety days the next claim of the buyer is marked."""


def repeated_unfounded(connection: Connection, files: Collection[CaseFile], now: datetime) -> dict[str, int]:
    """For each open claim among the cases whose buyer opened it: how many of the buyer's did not hold, if many did."""
    claims = {file.case.id: file.buyer.id for file in files if file.buyer is not None and _is_new(file)}
    if not claims:
        return {}
    counts = _unfounded(connection, sorted(set(claims.values())), now)
    return {case: counts[buyer] for case, buyer in claims.items() if counts.get(buyer, 0) >= MARKED_FROM}


def _is_new(file: CaseFile) -> bool:
    claim = file.case.progress.claim
    return file.case.kind == "claim" and file.is_open and claim is not None and claim.opened_by == BUYER


def _unfounded(connection: Connection, buyers: Sequence[str], now: datetime) -> dict[str, int]:
    """How many claims of each of these buyers were refused, or decided for the seller, in the last ninety days."""
    on_sqlite = connection.dialect == "sqlite"
    among = "IN (SELECT value FROM json_each(:buyers))" if on_sqlite else "= ANY(%(buyers)s::uuid[])"
    sql = (
        f"SELECT buyer_id, count(*) FROM cases WHERE buyer_id {among} AND kind = 'claim' AND state = '{CLOSED}'"
        f" AND outcome IN ('refused', 'decided_seller') AND {member_of(connection.dialect, 'progress', *OPENER)}"
        f" = '{BUYER}' AND closed_at > {placeholder(connection.dialect, 'since')} GROUP BY buyer_id"
    )
    named = msgspec.json.encode(buyers).decode() if on_sqlite else list(buyers)
    rows = run(connection, sql, {"buyers": named, "since": moment_text(now - WITHIN)})
    return {str(buyer): count for buyer, count in rows}
