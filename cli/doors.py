"""How commands come to settings and to the database; a wrong setting is one sentence."""

from __future__ import annotations

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


def database(loaded: Settings, *, migrate: bool = False) -> Database:
    """An open database; an embedded one migrates itself, any other on request."""
    from cases.db import open_database, upgrade

    if migrate or loaded.database_url.startswith("sqlite"):
        upgrade(loaded.database_url)
    return open_database(loaded.database_url)
