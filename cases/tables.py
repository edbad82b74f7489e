"""Every table of the house in one place, for migrations and for tests that hold them to the code."""

from __future__ import annotations

from sqlmodel import SQLModel

import cases.casefile.tables
import cases.clock
import cases.ledger.tables
import cases.messages.tables
import cases.outbox.tables
import cases.sellers.tables
import cases.team.tables
import cases.timers.tables  # noqa: F401  # importing a room's tables is what registers them

METADATA = SQLModel.metadata
