"""Why the words of a case may not go yet."""

from __future__ import annotations

from cases.casefile.casefile import CaseFile
from cases.db import Connection, placeholder, run
from workflows.grammar import CLOSED

OPEN, HOLD, REFUND, LINKED = "open_case", "legal_hold", "refund_under_way", "linked_case"
_HELD = "EXISTS (SELECT 1 FROM legal_hold h WHERE h.case_id = c.id AND h.lifted_at IS NULL)"


def ground_to_stay(connection: Connection, file: CaseFile) -> str:
    """The ground on which the words must stay for now, empty where there is none.

    What is open is needed to bring it to an end, and what is on hold, unpaid or evidence in such a case to establish
    or defend legal claims: Regulation (EU) 2016/679, art. 17(3)(e).
    """
    if file.is_open:
        return OPEN
    if _any(connection, f"SELECT 1 FROM cases c WHERE c.id = {_mark(connection)} AND {_HELD}", file):
        return HOLD
    if any(payment.state == "pending" for payment in file.case.progress.payments):
        return REFUND
    beside = f"SELECT 1 FROM link l JOIN cases c ON c.id = l.other_id WHERE l.case_id = {_mark(connection)}"
    return LINKED if _any(connection, f"{beside} AND (c.state <> '{CLOSED}' OR {_HELD})", file) else ""


def _mark(connection: Connection) -> str:
    return placeholder(connection.dialect, "case")


def _any(connection: Connection, sql: str, file: CaseFile) -> bool:
    return bool(run(connection, f"{sql} LIMIT 1", {"case": file.case.id}))
