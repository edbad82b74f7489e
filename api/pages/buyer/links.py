"""The signed links of a visit: what its token names, and where an acknowledgement is read."""

from __future__ import annotations

from api import links
from api.links import ACKNOWLEDGEMENT, WITHDRAWAL
from api.pages.door import Visit

__all__ = ["ACKNOWLEDGEMENT", "WITHDRAWAL", "acknowledgement_path", "named_in", "withdrawal_link"]


def withdrawal_link(visit: Visit, order: str) -> str:
    """The whole address at which an order can be withdrawn from, as long as the period runs."""
    return links.withdrawal_link(visit.request, visit.door.settings.secret, order)


def acknowledgement_path(visit: Visit, case: str) -> str:
    """Where the acknowledgement of a withdrawal is read by whoever declared it."""
    return links.acknowledgement_path(visit.door.settings.secret, case)


def named_in(visit: Visit, salt: str) -> str:
    """What the token in the path names. Raises ``not_found`` where we did not sign it."""
    return links.named_in(visit.named("token"), visit.door.settings.secret, salt)
