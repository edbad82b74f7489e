"""The shape of an order as the market place sends it: what is required, what has a default, what is refused."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from cases.casefile.terms import Line, Shipment, Terms
from markets.catalogue import MARKETS, market
from markets.money import UnknownCurrency, minor_digits

Name = Annotated[str, Field(min_length=1, max_length=120)]
Text = Annotated[str, Field(max_length=300)]
Price = Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$")]
_CLOSED = ConfigDict(extra="forbid", str_strip_whitespace=True)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099


def _is_of_this_century(moment: datetime) -> datetime:
    """A moment near the ends of what a computer can count has no equal in another zone, so its order has no page."""
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"{moment.year} is no year of an order")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_is_of_this_century)]


class SellerIn(BaseModel):
    """Who sold."""

    model_config = _CLOSED
    id: Name
    name: Text = ""


class BuyerIn(BaseModel):
    """Who bought, in which language they read, and whether as a consumer."""

    model_config = _CLOSED
    id: Name
    name: Text = ""
    lang: Annotated[str, Field(max_length=10, pattern="^([a-z]{2,3})?$")] = ""
    type: Literal["consumer", "business"] = "consumer"
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""


class ParcelIn(BaseModel):
    """A parcel on its way to the buyer."""

    model_config = _CLOSED
    id: Name
    carrier: Text = ""
    tracking: Text = ""
    lines: Annotated[list[Name], Field(max_length=200)] = []
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None


class LineIn(BaseModel):
    """One line of the order; ``discount`` is of the whole line."""

    model_config = _CLOSED
    line: Name
    sku: Text = ""
    title: Annotated[str, Field(min_length=1, max_length=300)]
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    unit_price: Price
    discount: Price = "0.00"
    kind: Literal["goods", "digital", "service"] = "goods"
    bulky: bool = False
    withdrawal_exception: Text | None = None

    @model_validator(mode="after")
    def _discount_is_at_most_the_price(self) -> LineIn:
        if Decimal(self.discount) > self.quantity * Decimal(self.unit_price):
            raise ValueError("the discount is larger than the price of the line")
        return self


class OrderIn(BaseModel):
    """An order of the market place."""

    model_config = _CLOSED
    id: Name
    market: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    seller: SellerIn
    buyer: BuyerIn
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    placed_at: Moment
    promised_at: Moment | None = None
    delivered_at: Moment | None = None
    parcels: Annotated[list[ParcelIn], Field(max_length=100)] = []
    shipping: Price = "0.00"
    shipping_standard: Price = "0.00"
    withdrawal_informed_at: Moment | None = None
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=500)]

    @field_validator("market")
    @classmethod
    def _market_is_known(cls, value: str) -> str:
        if value not in MARKETS:
            raise ValueError(f"{value} is no market of ours")
        return value

    @field_validator("currency")
    @classmethod
    def _currency_is_known(cls, value: str) -> str:
        try:
            minor_digits(value)
        except UnknownCurrency as wrong:
            raise ValueError(str(wrong)) from None
        return value

    @model_validator(mode="after")
    def _sums_can_be_paid(self) -> OrderIn:
        """Where the currency has no cents a price with some could never be given back whole."""
        smallest = Decimal(1).scaleb(-minor_digits(self.currency))
        sums = [
            self.shipping,
            self.shipping_standard,
            *(s for line in self.lines for s in (line.unit_price, line.discount)),
        ]
        if any(Decimal(written) % smallest for written in sums):
            raise ValueError(f"a sum is finer than {self.currency} can be paid")
        return self

    @model_validator(mode="after")
    def _lines_have_names_of_their_own(self) -> OrderIn:
        names = [line.line for line in self.lines]
        if len(set(names)) != len(names):
            raise ValueError("two lines have the same name")
        unknown = {name for parcel in self.parcels for name in parcel.lines} - set(names)
        if unknown:
            raise ValueError(f"a parcel names line {min(unknown)}, which the order does not have")
        return self

    def terms(self) -> Terms:
        """What is kept of the order, without names; defaults filled in."""
        told = "withdrawal_informed_at" in self.model_fields_set
        return Terms(
            currency=self.currency,
            lines=[
                Line(
                    line.line,
                    line.sku,
                    line.title,
                    line.quantity,
                    Decimal(line.unit_price),
                    Decimal(line.discount),
                    line.kind,
                    line.bulky,
                    line.withdrawal_exception,
                )
                for line in self.lines
            ],
            placed_at=self.placed_at,
            promised_at=self.promised_at,
            delivered_at=self.delivered_at or self._last_parcel(),
            parcels=[Shipment(**parcel.model_dump()) for parcel in self.parcels],
            shipping=Decimal(self.shipping),
            shipping_standard=Decimal(self.shipping_standard),
            withdrawal_informed_at=self.withdrawal_informed_at if told else self.placed_at,
            buyer_type=self.buyer.type,
            country=self.buyer.country or self.market,
            lang=self.buyer.lang or market(self.market).languages[0],
        )

    def _last_parcel(self) -> AwareDatetime | None:
        """When the last parcel came; None while one is under way."""
        moments = [parcel.delivered_at for parcel in self.parcels]
        return max((m for m in moments if m is not None), default=None) if None not in moments else None
