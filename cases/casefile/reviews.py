"""What a person of the platform must look at: opened by a message, alerted every working day, closed by a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.draft import Draft, Row
from cases.casefile.queries import json_list, json_object
from cases.db import Connection, moment_text, placeholder, run
from cases.ids import is_id, new_id
from cases.messages.tables import Review
from markets.business_time import due
from markets.durations import WorkingDays
from workflows.grammar import PLATFORM

REVIEW = "review"
CONTRADICTION, HELD, OBJECTION = "contradiction", "held", "objection"
ALERT_EVERY = DECIDED_WITHIN = WorkingDays(1)


def open_review(draft: Draft, kind: str, about: int | None) -> None:
    """Put message ``about`` before the platform; only a person can decide, so admins are alerted until one has.

    One that is held is set free once a working day has passed without a decision.
    """
    row = review_row(kind, draft.file.case.id, about, draft.now)
    review = row["id"]
    draft.reviews.append(row)
    if kind == HELD:
        draft.start(REVIEW, review, PLATFORM, DECIDED_WITHIN, due(draft.file.calendar, draft.now, DECIDED_WITHIN))
    else:
        draft.start(REVIEW, review, PLATFORM, "", None, alert_every=ALERT_EVERY)


def review_row(kind: str, case_id: str | None, about: int | None, now: datetime) -> Row:
    """A review that begins, as its table holds it."""
    undecided = {"decision": "", "decided_at": None, "decided_by": None}
    return {"id": new_id(), "case_id": case_id, "seq": about, "kind": kind, "opened_at": now, **undecided}


def close_review(draft: Draft, review: str) -> None:
    """The platform has looked."""
    for deadline in draft.running(REVIEW, review):
        draft.end(deadline, "met")


def decided(connection: Connection, review: str, decision: str, now: datetime, by_seq: int | None) -> None:
    """Write down how the review was decided, and by which message."""
    mark = {name: placeholder(connection.dialect, name) for name in ("id", "decision", "at", "by")}
    sql = (
        f"UPDATE review SET decision = {mark['decision']}, decided_at = {mark['at']}, decided_by = {mark['by']}"
        f" WHERE id = {mark['id']} AND decision = ''"
    )
    run(connection, sql, {"id": review, "decision": decision, "at": moment_text(now), "by": by_seq})


def held_in(connection: Connection, review: str) -> int:
    """Which message of its case is held until the review is decided."""
    sql = f"SELECT seq FROM review WHERE id = {placeholder(connection.dialect, 'id')}"
    return int(run(connection, sql, {"id": review})[0][0])


class ReviewRow(msgspec.Struct):
    """A review as its table holds it; ``decision`` is empty while it is open."""

    id: str
    case_id: str | None
    seq: int | None
    kind: str
    opened_at: datetime
    decision: str
    decided_at: datetime | None
    decided_by: int | None
    refusal: str | None = None
    body: str | None = None
    said_by: str | None = None
    breach: str | None = None

    def said_to(self, asker: Asker) -> str | None:
        """The words of the objection, for whoever said them and for the platform."""
        return self.body if asker.role == ADMIN or self.said_by == f"{asker.role}:{asker.sub}" else None


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
    own = f"SELECT 1 FROM cases c WHERE c.id = r.case_id AND {column}"
    values["sub"], values["realm"] = asker.sub, asker.role
    sub, realm = placeholder(dialect, "sub"), placeholder(dialect, "realm")
    said = (
        "SELECT 1 FROM objection o JOIN person p ON p.id = o.person"
        f" WHERE o.review = r.id AND p.realm = {realm} AND p.external_id = {sub}"
    )
    return f"(EXISTS ({own}) OR EXISTS ({said}))"


def _rows(connection: Connection, where: str, values: dict[str, Any]) -> list[ReviewRow]:
    most = f" LIMIT {placeholder(connection.dialect, 'most')}" if "most" in values else ""
    source = f"(SELECT * FROM review r WHERE {where} ORDER BY r.id{most}) r"
    dialect = connection.dialect
    columns = {column.name: f"r.{column.name}" for column in Review.__table__.columns}  # type: ignore[attr-defined]  # SQLModel hides it
    said = {"refusal": "o.refusal", "breach": "o.breach", "body": "o.body"}
    columns |= said | {"said_by": "p.realm || ':' || p.external_id"}
    source += " LEFT JOIN objection o ON o.review = r.id LEFT JOIN person p ON p.id = o.person"
    listed = json_list(dialect, json_object(dialect, columns), source, "1 = 1", "r.id")
    text = listed if connection.dialect == "sqlite" else f"{listed}::text"
    return _read(run(connection, f"SELECT {text}", values)[0][0])
