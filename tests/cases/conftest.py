"""A desk on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.db import Database
from tests.builders import Desk


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    """A desk on Thursday 2 April 2026, 15:00 in Berlin."""
    return Desk(database, tmp_path)
