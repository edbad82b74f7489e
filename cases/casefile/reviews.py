"""What a person of the platform must look at: opened by a message, alerted every working day, closed by a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.draft import Draft
from cases.casefile.queries import json_list, object_of
from cases.db import Connection, placeholder, run
from cases.ids import is_id, new_id
from cases.messages.tables import Review
from markets.durations import WorkingDays
from workflows.grammar import PLATFORM

REVIEW = "review"
CONTRADICTION = "contradiction"
ALERT_EVERY = WorkingDays(1)


def open_review(draft: Draft, kind: str, about: int) -> None:
    """Put message ``about`` before the platform; only a person can decide, so admins are alerted until one has."""
    review = new_id()
    draft.reviews.append(
        {
            "id": review,
            "case_id": draft.file.case.id,
            "seq": about,
            "kind": kind,
            "opened_at": draft.now,
            "decision": "",
            "decided_at": None,
            "decided_by": None,
        }
    )
    draft.start(REVIEW, review, PLATFORM, "", None, alert_every=ALERT_EVERY)


def close_review(draft: Draft, review: str) -> None:
    """The platform has looked."""
    for deadline in draft.running(REVIEW, review):
        draft.end(deadline, "met")


class ReviewRow(msgspec.Struct):
    """A review as its table holds it; ``decision`` is empty while it is open."""

    id: str
    case_id: str
    seq: int
    kind: str
    opened_at: datetime
    decision: str
    decided_at: datetime | None
    decided_by: int | None


_read = msgspec.json.Decoder(list[ReviewRow], strict=False).decode


def find_review(connection: Connection, review: str) -> ReviewRow | None:
    """The review by its id."""
    if not is_id(review):
        return None
    found = _rows(connection, f"r.id = {placeholder(connection.dialect, 'id')}", {"id": review})
    return found[0] if found else None


def list_reviews(
    connection: Connection, asker: Asker, *, is_open: bool | None, after: str | None, limit: int
) -> list[ReviewRow]:
    """The reviews of the asker's own cases (an admin's: of all), the oldest first, from the one after ``after`` on."""
    values: dict[str, Any] = {"most": limit}
    where = [_own(connection.dialect, asker, values)]
    if is_open is not None:
        where.append(f"r.decision {'=' if is_open else '<>'} ''")
    if after is not None:
        values["after"] = after
        where.append(f"r.id > {placeholder(connection.dialect, 'after')}")
    return _rows(connection, " AND ".join(where), values)


def _own(dialect: str, asker: Asker, values: dict[str, Any]) -> str:
    if asker.role not in ("buyer", "seller"):
        return "1 = 1"
    values["own"] = asker.sub if asker.role == "buyer" else asker.seller
    mine = placeholder(dialect, "own")
    person = f"(SELECT p.id FROM person p WHERE p.realm = 'buyer' AND p.external_id = {mine})"
    column = f"c.buyer_id = {person}" if asker.role == "buyer" else f"c.seller_id = {mine}"
    return f"EXISTS (SELECT 1 FROM cases c WHERE c.id = r.case_id AND {column})"


def _rows(connection: Connection, where: str, values: dict[str, Any]) -> list[ReviewRow]:
    most = f" LIMIT {placeholder(connection.dialect, 'most')}" if "most" in values else ""
    source = f"(SELECT * FROM review r WHERE {where} ORDER BY r.id{most}) r"
    listed = json_list(connection.dialect, object_of(connection.dialect, Review, "r"), source, "1 = 1", "r.id")
    text = listed if connection.dialect == "sqlite" else f"{listed}::text"
    return _read(run(connection, f"SELECT {text}", values)[0][0])
