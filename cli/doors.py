"""How commands come to settings and to the database; a wrong setting is one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cli.errors import BadInput

if TYPE_CHECKING:
    from cases.db import Database
    from cases.settings import Settings


def settings(*, sandbox: bool = False) -> Settings:
    """The settings in force, their policy applied."""
    from cases.settings import SettingsError, apply, load_settings

    try:
        loaded = load_settings(sandbox=sandbox)
        apply(loaded)
    except SettingsError as error:
        raise BadInput(str(error)) from error
    return loaded


@contextmanager
def database(loaded: Settings) -> Iterator[Database]:
    """An open database of the newest schema, closed at the end; an embedded one migrates itself."""
    from cases.settings import SettingsError, open_settled

    try:
        opened = open_settled(loaded)
    except SettingsError as error:
        raise BadInput(str(error)) from error
    try:
        _has_policies(opened)
        yield opened
    finally:
        opened.close()


def keep_policies(database: Database) -> None:
    """The policies of the settings are on record from now on, and in force as they say."""
    from cases.clock import business_now
    from cases.settings import SettingsError, enter_policies

    try:
        enter_policies(database, business_now(database))
    except SettingsError as error:
        raise BadInput(str(error)) from error


def _has_policies(database: Database) -> None:
    from cases.casefile.policies import apply_policies
    from markets.policy import PolicyError

    try:
        apply_policies(database)
    except PolicyError as error:
        raise BadInput(f"NAZORG_POLICY: {error}") from error
