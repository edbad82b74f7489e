from __future__ import annotations

import dataclasses
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from markets.catalogue import MARKETS, UnknownMarket, law_row, market
from markets.money import minor_digits

# fmt: off
EU = [
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE",
    "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
]
# fmt: on
TODAY = date(2026, 11, 25)


def test_it_has_the_eu_the_eea_britain_and_switzerland_and_three_more() -> None:
    assert sorted(MARKETS) == sorted([*EU, "IS", "LI", "NO", "GB", "CH", "UA", "TR", "US"])


@pytest.mark.parametrize("code", MARKETS)
def test_it_knows_zone_money_and_languages(code: str) -> None:
    entry = market(code)
    assert entry.code == code
    assert ZoneInfo(entry.zone).key == entry.zone
    assert minor_digits(entry.currency) in (0, 2)
    assert entry.languages
    assert all(language.islower() and len(language) == 2 for language in entry.languages)


def test_it_pays_in_euro_in_bulgaria() -> None:
    assert market("BG").currency == "EUR"
    assert [code for code in EU if market(code).currency != "EUR"] == ["CZ", "DK", "HU", "PL", "RO", "SE"]


def test_it_names_a_region_where_the_country_has_too_few_holidays() -> None:
    assert {code: entry.subdivision for code, entry in MARKETS.items() if entry.subdivision} == {
        "GB": "ENG",
        "CH": "ZH",
        "ES": "MD",
    }


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("UK", "There is no market 'UK': its ISO code is GB."),
        ("EL", "There is no market 'EL': its ISO code is GR."),
        ("nl", "There is no market 'nl': write it in capitals, NL."),
    ],
)
def test_it_names_the_right_code(code: str, says: str) -> None:
    with pytest.raises(UnknownMarket) as refused:
        market(code)
    assert str(refused.value) == says


@pytest.mark.parametrize("code", ["", "XX", "NLD", "Netherlands"])
def test_it_refuses_an_unknown_market(code: str) -> None:
    with pytest.raises(UnknownMarket, match="choose one of AT, BE"):
        market(code)


def test_it_never_changes() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        market("NL").zone = "UTC"  # type: ignore[misc]  # the refusal is what is tested
    with pytest.raises(TypeError):
        MARKETS["XX"] = market("NL")  # type: ignore[index]  # as above


@pytest.mark.parametrize("code", MARKETS)
def test_it_has_one_rule_a_subject_on_each_day(code: str) -> None:
    for row in market(code).law:
        same = [other for other in market(code).law if other.subject == row.subject]
        for day in (row.valid_from, row.valid_to or date.max):
            in_force = [one for one in same if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)]
            assert in_force == [row], (row.subject, day)


@pytest.mark.parametrize("code", MARKETS)
def test_it_gives_each_rule_a_unit_and_a_source(code: str) -> None:
    for row in market(code).law:
        assert row.unit in {"days", "working_days", "months"}
        assert row.silence in {None, "accepts", "may_withdraw"}
        assert row.source
        assert row.value is None or row.value > 0
        assert row.value is not None or row.subject == "guarantee"


@pytest.mark.parametrize("code", EU)
def test_it_gives_every_buyer_in_the_union_fourteen_days(code: str) -> None:
    row = law_row(code, "withdrawal", TODAY)
    assert row is not None
    assert (row.value, row.unit, row.verified) == (14, "days", True)


@pytest.mark.parametrize(
    ("code", "subject", "on", "value"),
    [
        ("DE", "guarantee", TODAY, 24),
        ("ES", "guarantee", TODAY, 36),
        ("ES", "guarantee", date(2021, 12, 31), 24),
        ("SE", "guarantee", TODAY, 36),
        ("PT", "guarantee", TODAY, 36),
        ("IE", "guarantee", TODAY, 72),
        ("GB", "guarantee", TODAY, 72),
        ("DE", "burden_of_proof", TODAY, 12),
        ("DE", "burden_of_proof", date(2021, 12, 31), 6),
        ("FR", "burden_of_proof", TODAY, 24),
        ("BE", "burden_of_proof", TODAY, 24),
        ("NO", "burden_of_proof", date(2023, 12, 31), 6),
        ("NO", "burden_of_proof", date(2024, 1, 1), 24),
        ("GB", "burden_of_proof", TODAY, 6),
        ("PL", "complaint_answer", TODAY, 14),
        ("NL", "repair_extension", date(2026, 7, 31), 12),
    ],
)
def test_it_knows_the_law_of_the_day(code: str, subject: str, on: date, value: int) -> None:
    row = law_row(code, subject, on)
    assert row is not None
    assert row.value == value


@pytest.mark.parametrize(
    ("code", "subject", "on"),
    [
        ("CH", "withdrawal", TODAY),
        ("US", "withdrawal", TODAY),
        ("NL", "complaint_answer", TODAY),
        ("NL", "repair_extension", date(2026, 7, 30)),
        ("ES", "complaint_answer", TODAY),
        ("NL", "withdrawal", date(2014, 6, 12)),
    ],
)
def test_it_knows_where_there_is_no_such_rule(code: str, subject: str, on: date) -> None:
    assert law_row(code, subject, on) is None


@pytest.mark.parametrize("code", ["FI", "NL"])
def test_it_has_no_fixed_end_of_the_guarantee(code: str) -> None:
    row = law_row(code, "guarantee", TODAY)
    assert row is not None
    assert row.value is None


def test_it_lets_silence_speak_only_where_the_law_does() -> None:
    rows = {code: law_row(code, "complaint_answer", TODAY) for code in MARKETS}
    said = {code: (row.silence, row.verified) for code, row in rows.items() if row is not None and row.silence}
    assert said == {"PL": ("accepts", True), "CZ": ("may_withdraw", True), "SK": ("may_withdraw", False)}
