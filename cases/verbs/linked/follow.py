"""What one message does to other cases of the same order, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable

from cases.casefile.advance import Act
from cases.casefile.draft import Draft
from cases.db import Connection
from cases.verbs.linked.convert import convert, open_complaint
from cases.verbs.linked.escalate import escalate, report
from cases.verbs.linked.rule import apply_decision, release_source, settle_claim
from cases.verbs.linked.split import split
from workflows.grammar import SELLER

Follow = Callable[[Connection, Draft, Act], list[Draft]]

_FOLLOWS: dict[tuple[str, str], Follow] = {
    ("claim", "decide"): apply_decision,
    ("claim", "refuse_claim"): release_source,
    ("claim", "withdraw_claim"): release_source,
    ("claim", "accept_settlement"): release_source,
    ("delivery", "report_damage"): open_complaint,
}
_IN_EVERY_KIND: dict[str, Follow] = {"escalate": escalate, "report": report, "split": split, "convert": convert}


def follow(connection: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The other cases that the message opens or moves, each drafted; they are written with the first or not at all.

    Raises what deciding about them raises, such as ``NotEligible`` for a case that cannot go on as another kind.
    """
    case = draft.file.case
    if act.decision is None:
        return []
    if case.held_by is not None and act.role is SELLER:
        return settle_claim(connection, draft, act)
    doing = _FOLLOWS.get((case.kind, act.event)) or _IN_EVERY_KIND.get(act.event)
    return doing(connection, draft, act) if doing is not None else []
