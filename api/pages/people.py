"""Who can be tried in a demo market place."""

from __future__ import annotations

from dataclasses import dataclass

from cases.casefile.asker import Asker


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo: who they are, and what they are called."""

    asker: Asker
    name: str
