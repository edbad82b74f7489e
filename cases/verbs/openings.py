"""What somebody wants to open, as a door hands it over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Opening:
    """What somebody opens. ``units`` None means all of the order; ``about`` stands in place of an order.

    A measure against a seller names ``seller`` and ``market`` instead.
    """

    kind: str
    order: str | None = None
    about: Mapping[str, str] | None = None
    units: Sequence[tuple[str, int]] | None = None
    reason: str | None = None
    body: str = ""
    lang: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[str] = ()
    reply_expected: bool | None = None
    on_behalf_of: str | None = None
    seller: str | None = None
    market: str | None = None
