"""Versions of a policy: their names, their days, and a folder that holds several."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markets.policies import Policies, in_order, load_policies
from markets.policy import Policy, PolicyError, load_policy, parse_policy

JULY, DECEMBER = date(2026, 7, 1), date(2026, 12, 1)


def text(version: str = "", begins: str = "", days: int = 60) -> str:
    """A policy of the Netherlands."""
    about = f'version = "{version}"\n' if version else ""
    about += f"from = {begins}\n" if begins else ""
    return f"[policy]\n{about}[markets.NL]\nreturns_days = {days}\n"


def named(version: str, begins: str, days: int = 60) -> Policy:
    return parse_policy(text(version, begins, days))


def test_it_reads_a_version_and_its_first_day() -> None:
    policy = named("2026-12", "2026-12-01")
    assert (policy.version, policy.applies_from, policy.is_named) == ("2026-12", DECEMBER, True)
    assert policy.others == {}


def test_it_makes_a_version_of_the_text_where_none_is_named() -> None:
    one, same, other = parse_policy(text()), parse_policy(text()), parse_policy(text(days=61))
    assert one.version == same.version != other.version
    assert (one.applies_from, one.is_named) == (None, False)


def test_it_calls_a_market_place_without_a_file_default() -> None:
    assert load_policy(None).version == "default"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ('version = "default"', "policy.version is a short name"),
        ('version = "a b"', "policy.version is a short name"),
        ("version = 12", "policy.version is a short name"),
        ("from = 2026-12-01", "policy.from needs a policy.version"),
        ('version = "12"\nfrom = "2026-12-01"', "policy.from holds dates"),
        ('name = "12"', "policy.name is no setting"),
    ],
)
def test_it_refuses_what_is_no_version(said: str, sentence: str) -> None:
    with pytest.raises(PolicyError, match=sentence):
        parse_policy(f"[policy]\n{said}\n")


def test_it_has_each_policy_from_its_day_on() -> None:
    july, december = named("a", "2026-07-01"), named("b", "2026-12-01")
    policies = in_order([(DECEMBER, december), (JULY, july)])
    assert [policies.on(day).version for day in (date(2026, 6, 30), JULY, date(2026, 11, 30), DECEMBER)] == [
        "default",
        "a",
        "a",
        "b",
    ]


def test_it_lets_the_later_of_one_day_win() -> None:
    assert in_order([(JULY, named("a", "2026-07-01")), (JULY, named("b", "2026-07-01"))]).on(JULY).version == "b"


@given(begins=st.lists(st.dates(JULY, DECEMBER), max_size=6), day=st.dates(date(2026, 6, 1), date(2027, 1, 1)))
def test_it_has_the_last_that_has_begun(begins: list[date], day: date) -> None:
    policies = in_order((first, Policy(version=str(place))) for place, first in enumerate(begins))
    begun = [(first, place) for place, first in enumerate(begins) if first <= day]
    assert policies.on(day).version == (str(max(begun)[1]) if begun else "default")


def test_it_finds_a_policy_by_its_version() -> None:
    policies = in_order([(JULY, named("a", "2026-07-01"))])
    found = policies.named("a")
    assert found is not None
    assert found.of("NL").returns_days == 60
    assert (policies.named("z"), policies.named("default")) == (None, Policy())
    assert Policies().on(JULY) == Policy()


def test_it_reads_a_folder_in_the_order_of_their_days(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text("2026-12", "2026-12-01"), encoding="utf-8")
    (tmp_path / "b.toml").write_text(text("2026-07", "2026-07-01"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a policy", encoding="utf-8")
    assert [policy.version for policy in load_policies(tmp_path)] == ["2026-07", "2026-12"]


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ((), "holds no policy"),
        ((text("a", "2026-07-01"), text("a", "2026-12-01")), "have the version 'a'"),
        ((text("a"),), "says no version, or not from which day: a"),
        ((text(),), "says no version, or not from which day"),
    ],
)
def test_it_refuses_a_folder_in_which_it_is_not_clear(texts: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    for number, said in enumerate(texts):
        (tmp_path / f"{number}.toml").write_text(said, encoding="utf-8")
    with pytest.raises(PolicyError, match=sentence):
        load_policies(tmp_path)
