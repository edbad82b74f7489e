"""The days that admins set, and policies, for a server that shares its database: read at the start, then again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi.concurrency import run_in_threadpool

from cases.casefile.policies import apply_policies
from cases.db import Database
from cases.timers.overrides import apply_overrides

log = logging.getLogger(__name__)
EVERY = 30.0  # seconds, in which a deadline may still be reckoned without a new day; a scheduler then moves it


@asynccontextmanager
async def following(database: Database) -> AsyncIterator[None]:
    """Every calendar of this process has the days that are set, as long as this lasts."""
    await _look(database)
    task = asyncio.create_task(_follow(database))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _follow(database: Database) -> None:
    while True:
        await asyncio.sleep(EVERY)
        await _look(database)


async def _look(database: Database) -> None:
    try:
        await run_in_threadpool(apply_policies, database)
        await run_in_threadpool(apply_overrides, database)
    except Exception:
        log.exception("policies and days that admins set could not be read; it is tried again in %.0f s", EVERY)
