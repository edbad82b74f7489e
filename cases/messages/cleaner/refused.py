"""Why a file cannot be kept."""

from __future__ import annotations


class Refused(Exception):
    """The file cannot be made harmless; ``reason`` is the key of a sentence, ``values`` the numbers in it."""

    def __init__(self, reason: str, **values: int) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values
