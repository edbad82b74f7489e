"""An amount of one currency, in its own smallest units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# ISO 4217: the currencies of our markets, and the lev of Bulgarian orders before 2026.
_MINOR_DIGITS = {"ISK": 0} | dict.fromkeys(
    ("BGN", "CHF", "CZK", "DKK", "EUR", "GBP", "HUF", "NOK", "PLN", "RON", "SEK", "TRY", "UAH", "USD"), 2
)


class UnknownCurrency(ValueError):
    """No market trades in this currency."""


class OtherCurrency(ValueError):
    """Amounts of two currencies cannot be added, subtracted or compared."""


class NoAmount(ValueError):
    """An amount is a finite decimal number."""


def minor_digits(currency: str) -> int:
    """Digits after the decimal point by ISO 4217; raises UnknownCurrency."""
    try:
        return _MINOR_DIGITS[currency]
    except KeyError:
        raise UnknownCurrency(f"There is no market that trades in {currency!r}.") from None


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` of `currency`, rounded half up to the currency's smallest unit."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        digits = minor_digits(self.currency)
        exact = _finite(self.amount)
        object.__setattr__(self, "amount", exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))

    @classmethod
    def of(cls, amount: str | int, currency: str) -> Money:
        """The amount written as `"12.50"`; raises NoAmount where it is finer than the currency."""
        try:
            exact = Decimal(amount)
            money = cls(exact, currency)
        except InvalidOperation:
            raise NoAmount(f"{amount!r} is not an amount of money.") from None
        if money.amount != exact:
            raise NoAmount(f"{amount} is finer than {currency} can be paid.")
        return money

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(Decimal(0), currency)

    def to_json(self) -> dict[str, str]:
        """`{"amount": "12.50", "currency": "EUR"}`."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        if self.currency != other.currency:
            raise OtherCurrency(f"{self} and {other} are of two currencies.")
        return other.amount


def _finite(amount: object) -> Decimal:
    # A float is refused, because 0.1 has been something else before it came here.
    if isinstance(amount, Decimal) and amount.is_finite():
        return amount
    raise NoAmount(f"{amount!r} is not an amount of money.")
