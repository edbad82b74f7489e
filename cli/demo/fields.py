"""What a step of a plot says beside its words: the form's own example for the case, made to fit the people in it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from cli.demo.orders import tracking_of
from cli.demo.scenery import Scenery, Seller

Fields = dict[str, Any]

_IN_WORDS = {
    "confirm_withdrawal": "ground",
    "decide_deduction": "ground",
    "decline_change": "why",
    "fail_payment": "why",
    "declare_lost": "result",
    "contest_right": "evidence",
    "claim_value_loss": "handling",
}
"""Which field of an event says the same as the words."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a step says in which words, and about whom."""

    words: str
    scenery: Scenery
    seller: Seller
    buyer: str
    number: str

    def line(self, name: str) -> str:
        """A line of the seller's language that has no variants."""
        return str(self.scenery.lines[self.seller.lang][name])

    def parts(self, name: str) -> list[str]:
        """A line that is a list of short texts."""
        return self.scenery.parts(self.seller.lang, name)


def fields_of(event: str, example: Mapping[str, Any], told: Told) -> Fields:
    """The fields of an event; ``example`` is what the row offers for this case now."""
    said: Fields = dict(example)
    if event in _IN_WORDS:
        said[_IN_WORDS[event]] = told.words
    fit = _FIT.get(event)
    return said | fit(told, said) if fit else said


def _return_or_ground(told: Told, said: Fields) -> Fields:
    """The seller approves with an address, the platform with a ground."""
    if "pays" not in said:
        return {"ground": told.words}
    return {"return_address": _address(told.seller), "rma_number": f"RET-{told.number}"}


def _change(told: Told, _: Fields) -> Fields:
    return dict(zip(("what", "old", "new"), told.parts("change_what"), strict=True))


def _home(told: Told, _: Fields) -> Fields:
    places = told.seller.buyers.places
    street, rest = places[len(told.buyer) % len(places)].split(", ")
    postal_code, city = rest.rsplit(" ", 1)
    place = {"street": street, "postal_code": postal_code, "city": city, "country": told.seller.market}
    return {"address": {"name": told.buyer, **place}}


_FIT: dict[str, Callable[[Told, Fields], Fields]] = {
    "approve": _return_or_ground,
    "give_instructions": _return_or_ground,
    "ship": lambda told, _: {"parcels": [_parcel(told, told.number)]},
    "arrive": lambda told, _: {"parcel": tracking_of(told.number)},
    "send_back": lambda told, _: _parcel(told, f"{told.number} back"),
    "ask_back": _home,
    "request_information": lambda told, _: {"items": told.parts("info_items")},
    "give_information": lambda told, _: {"answers": told.parts("info_answers")},
    "decline": lambda told, _: {
        "policy_code": "returns.unused_only",
        "why": told.words,
        "alternative": told.line("alternative"),
    },
    "agree_change": _change,
    "refuse_withdrawal": lambda told, _: {"ground": told.words, "redress": told.line("redress")},
    "contest_right": lambda _, __: {"ground": "other_goods"},
    "reject_units": lambda told, said: {"units": [unit | {"reason": told.words} for unit in said["units"]]},
    "refund": lambda told, _: {"reference": f"pay-{told.number}"},
    "confirm_payment": lambda told, _: {"reference": f"pay-{told.number}"},
}


def photo(rng: Random) -> bytes:
    """A small picture (PNG) of two colours that run into each other."""
    width, height = 64, 48
    one, two = ([rng.randrange(256) for _ in range(3)] for _ in range(2))
    rows = b"".join(
        b"\x00" + bytes((a * (width - x) + b * x) // width for x in range(width) for a, b in zip(one, two, strict=True))
        for _ in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )


def _parcel(told: Told, name: str) -> Fields:
    return {"carrier": told.seller.buyers.carrier, "tracking": tracking_of(name)}


def _address(seller: Seller) -> Fields:
    place = {"street": seller.street, "postal_code": seller.postal_code, "city": seller.city, "country": seller.market}
    return {"name": seller.name, **place}
