from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markets.money import Money, NoAmount, OtherCurrency, UnknownCurrency, minor_digits

cents = st.integers(-(10**9), 10**9)


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("ISK", 0), ("HUF", 2), ("CHF", 2), ("BGN", 2)])
def test_it_pays_in_the_smallest_units_of_the_currency(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("12.5", "EUR", "12.50"),
        ("12.505", "EUR", "12.51"),
        ("-12.505", "EUR", "-12.51"),
        ("12.5", "ISK", "13"),
        ("1E+3", "EUR", "1000.00"),
        ("0", "HUF", "0.00"),
    ],
)
def test_it_writes_every_digit(amount: str, currency: str, written: str) -> None:
    assert Money(Decimal(amount), currency).to_json() == {"amount": written, "currency": currency}


@given(cents, cents)
def test_it_adds_up_exactly(one: int, other: int) -> None:
    first, second = euro(f"{one}E-2"), euro(f"{other}E-2")
    assert first + second - second == first
    assert (first < second) == (one < other)
    assert (first <= second) == (one <= other)
    assert (first > second) == (one > other)
    assert (first >= second) == (one >= other)
    assert (first == second) == (one == other)
    assert bool(first) == bool(one)
    assert -first == Money.zero("EUR") - first


def test_it_keeps_two_currencies_apart() -> None:
    euros, pounds = euro("1"), Money(Decimal(1), "GBP")
    assert euros != pounds
    for act in (
        lambda: euros + pounds,
        lambda: euros - pounds,
        lambda: euros < pounds,
        lambda: euros <= pounds,
        lambda: euros > pounds,
        lambda: euros >= pounds,
    ):
        with pytest.raises(OtherCurrency, match=r"1.00 EUR and 1.00 GBP"):
            act()


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), 1.1, 2, "1", None])
def test_it_refuses_what_is_no_decimal_number(amount: object) -> None:
    with pytest.raises(NoAmount):
        Money(amount, "EUR")  # type: ignore[arg-type]  # the refusal is what is tested


@pytest.mark.parametrize("text", ["", "12,50", "1.005", "x", "NaN", "1e99999999"])
def test_it_refuses_to_read(text: str) -> None:
    with pytest.raises(NoAmount):
        Money.of(text, "EUR")


def test_it_reads_an_amount() -> None:
    assert Money.of("12.5", "EUR") == euro("12.50")
    assert Money.of(3, "ISK") == Money(Decimal(3), "ISK")


@pytest.mark.parametrize("currency", ["XXX", "", "eur", "JPY"])
def test_it_refuses_a_currency_that_no_market_has(currency: str) -> None:
    with pytest.raises(UnknownCurrency):
        Money(Decimal(1), currency)
