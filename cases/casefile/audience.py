"""What of the feed is an asker's to hear: the events of the cases that they may see, and of no other."""

from __future__ import annotations

from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.casefile.queries import find_person
from cases.db import Connection
from cases.ids import NO_ID
from cases.outbox.feed import Audience


def audience_of(connection: Connection, asker: Asker) -> Audience:
    """The asker as a listener; a buyer whom nothing names yet hears nothing."""
    if asker.role == "seller":
        return Audience(seller=asker.seller)
    if asker.role == "buyer":
        known = find_person(connection, "buyer", asker.sub)
        return Audience(buyer=known.id if known else NO_ID)
    assert asker.role in (ADMIN, INTEGRATION)
    return Audience()
