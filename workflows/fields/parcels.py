"""What must be said about goods on their way: parcels, labels, addresses, collections, arrivals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Discriminator, Field, Tag

from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Said, Saying, ShortWords, Words, provided
from workflows.fields.dates import day_ahead, local_date, moment_past

# Not the JSON Schema format "time": that wants an offset, and a window is read off the market's wall.
WALL_TIME = Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])


class Address(BaseModel):
    """A postal address in the market."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    name: ShortWords
    street: ShortWords
    postal_code: Annotated[str, Field(min_length=1, max_length=20, examples=["20095"])]
    city: ShortWords
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["DE"])]


def an_address(facts: Facts) -> JsonObject:
    """A returns desk in the market of the case."""
    return {
        "name": "Returns desk",
        "street": "Hafenstrasse 12",
        "postal_code": "20095",
        "city": "Hamburg",
        "country": facts.market,
    }


@provided("provided.address_is_in_the_market")
def address_is_in_the_market(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, HowToSendBack)
    if fields.return_address is not None and fields.return_address.country != facts.market:
        return FieldError("/return_address/country", "provided.address_is_in_the_market", {"country": facts.market})
    return None


@provided("provided.return_address_unless_platform_label")
def address_unless_on_the_label(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, HowToSendBack)
    if fields.return_address is None and fields.label != "platform":
        return FieldError("/return_address", "provided.return_address_unless_platform_label")
    return None


class HowToSendBack(Saying):
    """Where the goods go, who pays, and whether a label comes; with the platform's label the address is on it."""

    return_address: Address | None = None
    pays: Literal["buyer", "seller"]
    label: Literal["none", "attached", "sent_separately", "platform"] = "none"
    rma_number: Annotated[str, Field(min_length=1, max_length=60, examples=["RMA-2041"])] | None = None
    provided = (address_unless_on_the_label, address_is_in_the_market)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The seller's own address in the market where they named one, and a label that the seller pays for."""
        return {
            "return_address": dict(facts.return_address) if facts.return_address else an_address(facts),
            "pays": "seller",
            "label": "sent_separately",
            "rma_number": "RMA-2041",
        }

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The market's own label, at the seller's cost."""
        return {"pays": "seller", "label": "platform"}


class MarketLabel(Saying):
    """The market's label replaces a collection that failed, at the seller's cost."""

    label: Literal["platform"]
    pays: Literal["seller"]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The only content there is."""
        return {"label": "platform", "pays": "seller"}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The same."""
        return cls.example(facts)


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def collection_is_ahead(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Collection)
    return day_ahead("/date", fields.date, facts)


@provided("provided.window_ends_after_it_begins")
def window_ends_after_it_begins(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Collection)
    if fields.window_until <= fields.window_from:
        return FieldError("/window_until", "provided.window_ends_after_it_begins")
    return None


class Collection(Saying):
    """When the goods are collected: a date ahead and a window. The carrier has the number to call, nobody else."""

    date: Annotated[date, Field(examples=["2026-04-09"])]
    window_from: Annotated[str, WALL_TIME]
    window_until: Annotated[str, WALL_TIME]
    provided = (collection_is_ahead, window_ends_after_it_begins)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A morning in two days."""
        return {"date": local_date(facts, 2), "window_from": "09:00", "window_until": "13:00"}


class TrackedParcel(BaseModel):
    """A parcel that a carrier tracks."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    carrier: Annotated[str, Field(min_length=1, max_length=60, examples=["DHL"])]
    tracking: Annotated[str, Field(min_length=4, max_length=60, examples=["00340434161094042557"])]


class PostedParcel(BaseModel):
    """A parcel without tracking: what proves that it was posted."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    proof_of_posting: Annotated[
        str, Field(min_length=1, max_length=200, examples=["receipt of post office 20095, 2 April"])
    ]


def _kind_of_parcel(parcel: object) -> str:
    posted = "proof_of_posting" in parcel if isinstance(parcel, Mapping) else isinstance(parcel, PostedParcel)
    return "posted" if posted else "tracked"


SentParcel = Annotated[
    Annotated[TrackedParcel, Tag("tracked")] | Annotated[PostedParcel, Tag("posted")], Discriminator(_kind_of_parcel)
]


class ParcelsSent(Saying):
    """One to ten parcels, each with carrier and tracking number or a proof of posting."""

    parcels: Annotated[tuple[SentParcel, ...], Field(min_length=1, max_length=10)]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """One tracked parcel."""
        return {"parcels": [{"carrier": "DHL", "tracking": "00340434161094042557"}]}


class LabelMissing(Saying):
    """What of the promised label is missing."""

    missing: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A label that did not come."""
        return {"missing": "The label has not arrived."}


@provided("provided.moment_is_not_ahead", "provided.moment_is_recent")
def it_has_happened(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Collected | Arrived)
    return moment_past("/at", fields.at, facts)


class Collected(Saying):
    """When the carrier took the goods."""

    at: Annotated[AwareDatetime, Field(examples=["2026-04-02T13:00:00+00:00"])]
    provided = (it_has_happened,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Now."""
        return {"at": facts.now.isoformat()}


class Arrived(Saying):
    """Which parcel came to the seller, and when."""

    parcel: Annotated[str, Field(min_length=1, max_length=200, examples=["00340434161094042557"])]
    at: Annotated[AwareDatetime, Field(examples=["2026-04-02T13:00:00+00:00"])]
    provided = (it_has_happened,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A parcel that came now."""
        return {"parcel": "00340434161094042557", "at": facts.now.isoformat()}


class SearchResult(Saying):
    """What the search for a parcel brought."""

    result: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Nothing found."""
        return {"result": "The parcel was last scanned on 2 April and could not be found."}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The search ended without a word of the carrier."""
        return {"result": "no_news_within_the_search"}


class SentBack(Saying):
    """Why goods on their way out turned round."""

    cause: Literal["refused", "stopped", "undeliverable"]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Stopped on its way."""
        return {"cause": "stopped"}


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def delivery_is_ahead(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Dispatched)
    return day_ahead("/expected_on", fields.expected_on, facts)


class Dispatched(Saying):
    """How goods go to the buyer: carrier, tracking number and the expected date of delivery."""

    carrier: Annotated[str, Field(min_length=1, max_length=60, examples=["DHL"])]
    tracking: Annotated[str, Field(min_length=4, max_length=60, examples=["00340434161094042557"])]
    expected_on: Annotated[date, Field(examples=["2026-04-09"])]
    provided = (delivery_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Sent today, there in three days."""
        return {"carrier": "DHL", "tracking": "00340434161094042557", "expected_on": local_date(facts, 3)}


class AddressConfirmed(Saying):
    """Where the goods go back to."""

    address: Address

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The buyer's home."""
        return {"address": an_address(facts) | {"name": "M. Example", "street": "Lindenweg 14"}}
