"""Every table of the house in one place, for migrations and for tests that hold them to the code."""

from __future__ import annotations

from sqlmodel import SQLModel

import cases.casefile.tables
import cases.clock
import cases.ledger.tables
import cases.messages.tables
import cases.outbox.tables
import cases.privacy.tables
import cases.sellers.tables
import cases.team.tables
import cases.timers.tables  # noqa: F401  # importing a room's tables is what registers them

METADATA = SQLModel.metadata


def has_a_model(name: str | None, kind: str, _: object) -> bool:
    """Whether a table in the database comes from one of ours; those of the search are plain SQL on each database."""
    return kind != "table" or name is None or not name.startswith("search_")
