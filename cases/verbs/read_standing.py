"""Read a seller's standing and record, for the seller's own people and the market place."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.rules import policy
from cases.db import Connection
from cases.errors import Forbidden, NotFound
from cases.sellers.breaches import is_seller
from cases.sellers.scale import scale_of
from cases.sellers.standing import USUAL_WINDOW, Standing, standing_of


def may_read_record(connection: Connection, asker: Asker, seller_id: str) -> None:
    """Raise ``Forbidden`` or ``NotFound`` where this asker may not see how the seller stands."""
    if asker.role == "buyer":
        raise Forbidden  # whoever the seller is, so it tells a buyer nothing
    if (asker.role == "seller" and asker.seller != seller_id) or not is_seller(connection, seller_id):
        raise NotFound


def read_standing(
    connection: Connection, asker: Asker, seller_id: str, now: datetime, days: int = USUAL_WINDOW
) -> Standing:
    """The seller's standing over the last ``days``, by the policy in use. Raises ``Forbidden`` and ``NotFound``."""
    may_read_record(connection, asker, seller_id)
    return standing_of(connection, seller_id, now, scale_of(policy()), days)
