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
        yield opened
    finally:
        opened.close()
