"""What is said about goods on their way, and about what is found when they come."""

from __future__ import annotations

from collections.abc import Callable

from cli.demo.fields.told import Fields, Told
from cli.demo.orders import tracking_of
from cli.demo.scenery import Seller


def return_or_ground(told: Told, said: Fields) -> Fields:
    """The seller says where to send it, the platform on which ground it may be sent."""
    if "pays" not in said:
        return {"ground": told.words}
    return {"return_address": _address(told.seller), "rma_number": f"RET-{told.number}"}


def _home(told: Told, _: Fields) -> Fields:
    street, rest = told.place.split(", ")
    postal_code, city = rest.rsplit(" ", 1)
    place = {"street": street, "postal_code": postal_code, "city": city, "country": told.seller.market}
    return {"address": {"name": told.buyer, **place}}


def _proof(told: Told, _: Fields) -> Fields:
    return {"proof": "signature", "name": told.neighbour, "address": told.place}


def _back(told: Told, nth: int) -> str:
    """What the nth parcel to the seller is known by."""
    return f"{told.number} {nth}"


def _sent(told: Told) -> int:
    """How many parcels went to the seller."""
    return sum(times for tally, times in told.facts.tallies.items() if tally.startswith("ship."))


def _parcel(told: Told, name: str) -> Fields:
    return {"carrier": told.seller.buyers.carrier, "tracking": tracking_of(name)}


def _address(seller: Seller) -> Fields:
    place = {"street": seller.street, "postal_code": seller.postal_code, "city": seller.city, "country": seller.market}
    return {"name": seller.name, **place}


GOODS: dict[str, Callable[[Told, Fields], Fields]] = {
    "approve": return_or_ground,
    "give_instructions": return_or_ground,
    "ask_for_goods": return_or_ground,
    "ship": lambda told, _: {"parcels": [_parcel(told, _back(told, _sent(told) + 1))]},
    "arrive": lambda told, _: {"parcel": tracking_of(_back(told, _sent(told)))},
    "send_back": lambda told, _: _parcel(told, f"{told.number} back"),
    "ship_remedy": lambda told, _: _parcel(told, f"{told.number} out"),
    "ship_again": lambda told, _: _parcel(told, f"{told.number} again"),
    "give_tracking": lambda told, _: _parcel(told, told.order) | {"last_scan": told.line("last_scan")},
    "return_to_sender": lambda _, __: {"cause": "undeliverable"},
    "prove_delivery": _proof,
    "ask_back": _home,
    "choose_resend": _home,
    "reject_units": lambda told, said: {"units": [unit | {"reason": told.words} for unit in said["units"]]},
    "convert": lambda _, __: {"goes_on_as": {"kind": "withdrawal"}},
}
