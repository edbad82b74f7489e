"""What a step of a plot is about: its words, its people, and the scenery in their language."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from cli.demo.scenery import Scenery, Seller
from workflows.facts import Facts

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What a step says in which words, and about whom; ``number`` is the case's."""

    words: str
    scenery: Scenery
    seller: Seller
    buyer: str
    number: str
    order: str
    facts: Facts

    def line(self, name: str) -> str:
        """A line of the seller's language that has no variants."""
        return self.scenery.line(self.seller.lang, name, Random(self.number), order=self.order)  # noqa: S311  # scenery

    def parts(self, name: str) -> list[str]:
        """A line that is a list of short texts."""
        return self.scenery.parts(self.seller.lang, name)

    @property
    def neighbour(self) -> str:
        """Somebody of the same market who is not the buyer."""
        return next(name for name in self.seller.buyers.names if name != self.buyer)

    @property
    def place(self) -> str:
        """Where the buyer lives, on one line."""
        places = self.seller.buyers.places
        return places[len(self.buyer) % len(places)]
