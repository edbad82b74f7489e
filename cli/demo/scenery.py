"""Who lives in the demo market place and what they say: one file a language in ``words/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

WORDS = Path(__file__).with_name("words")


@dataclass(frozen=True, slots=True)
class Buyers:
    """Buyers of one market in one language: their names, places to live, and who brings their parcels."""

    carrier: str
    names: tuple[str, ...]
    places: tuple[str, ...]


class Fault(NamedTuple):
    """What can be wrong with an article, by its place among the goods: as the buyer sees it, why, and what was done."""

    place: int
    seen: str
    found: str
    done: str


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller: what they sell at which price, what they are asked about it and answer, and what can be wrong with it.

    ``deputy`` is who stands in for them; empty where nobody does.
    """

    id: str
    name: str
    market: str
    lang: str
    street: str
    postal_code: str
    city: str
    goods: tuple[tuple[str, str], ...]
    asks: tuple[tuple[int, str, str], ...]
    faults: tuple[Fault, ...]
    buyers: Buyers
    deputy: str


@dataclass(frozen=True, slots=True)
class Scenery:
    """Everybody, and every language's lines by their names; a line may have variants and parts."""

    sellers: tuple[Seller, ...]
    lines: dict[str, dict[str, Any]]

    def line(self, lang: str, name: str, rng: Random, **values: str) -> str:
        """A line in a language; ``name/1`` is its second variant, else one is drawn."""
        name, _, variant = name.partition("/")
        said = self.lines[lang][name]
        if isinstance(said, list):
            said = said[int(variant)] if variant else rng.choice(said)
        return str(said).format(**values)

    def parts(self, lang: str, name: str) -> list[str]:
        """A line that is a list of short texts."""
        return [str(part) for part in self.lines[lang][name]]


def load_scenery() -> Scenery:
    """Read every language; the order is that of the files' names, so a seed means the same everywhere."""
    sellers: list[Seller] = []
    lines = {}
    for path in sorted(WORDS.glob("*.toml")):
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        lines[path.stem] = written["lines"]
        buyers = {
            key: Buyers(said["carrier"], tuple(said["names"]), tuple(said["places"]))
            for key, said in written["buyers"].items()
        }
        sellers += [_seller(said, path.stem, buyers) for said in written["sellers"]]
    return Scenery(tuple(sellers), lines)


def _seller(said: dict[str, Any], lang: str, buyers: dict[str, Buyers]) -> Seller:
    street, postal_code, city = said["address"]
    return Seller(
        said["id"],
        said["name"],
        said["market"],
        lang,
        street,
        postal_code,
        city,
        tuple((title, price) for title, price in said["goods"]),
        tuple((place, question, answer) for place, question, answer in said["asks"]),
        tuple(Fault(*fault) for fault in said["faults"]),
        buyers[said.get("buyers", said["market"])],
        said.get("deputy", ""),
    )
