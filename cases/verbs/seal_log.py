"""Sign the log as it is: whatever waits gets its place first, so that a checkpoint leaves out nothing committed."""

from __future__ import annotations

from datetime import datetime

from cases.db import Database
from cases.ledger.checkpoints import Signed, seal
from cases.ledger.keys import KeyPlace, NoSigningKey
from cases.outbox.sequence import put_in_sequence


def seal_log(database: Database, key: KeyPlace | None, now: datetime) -> Signed:
    """The checkpoint of all that is committed. Raises ``NoSigningKey`` and ``LogChanged``."""
    if key is None:
        raise NoSigningKey("No key is named.")
    signer = key.signer()
    put_in_sequence(database)
    return seal(database, signer, now)
