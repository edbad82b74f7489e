from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from markets import translate as texts
from markets.money import Money
from markets.translate import (
    MissingText,
    has_text,
    is_language,
    languages,
    plain_list,
    say_deadline,
    say_moment,
    say_money,
    spoken,
    translate,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HARD_SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def three_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A greeting in English and Dutch, a farewell in English alone, and German without a word."""
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    files = {
        "en": 'msgid "shop.greet"\nmsgstr "Hello {name}, {{ok}}"\n\nmsgid "shop.leave"\nmsgstr "Goodbye"\n',
        "nl": 'msgid "shop.greet"\nmsgstr "Dag {name}"\n\nmsgid "shop.leave"\nmsgstr ""\n',
        "de": "",
    }
    for language, body in files.items():
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "nazorg.po").write_text(header + body, encoding="utf-8")
    monkeypatch.setattr(texts, "_LOCALE", tmp_path)
    texts.languages.cache_clear()
    texts._catalogue.cache_clear()
    yield
    texts.languages.cache_clear()
    texts._catalogue.cache_clear()


def test_it_speaks_ten_languages() -> None:
    assert {language: translate("language.name", language) for language in languages()} == {
        "en": "English",
        "cs": "Čeština",
        "de": "Deutsch",
        "es": "Español",
        "fr": "Français",
        "it": "Italiano",
        "nl": "Nederlands",
        "pl": "Polski",
        "ro": "Română",
        "sv": "Svenska",
    }


@pytest.mark.usefixtures("three_texts")
def test_it_fills_in_the_values() -> None:
    assert translate("shop.greet", "nl", name="Ada") == "Dag Ada"
    assert translate("shop.greet", "en", name="{Ada}") == "Hello {Ada}, {ok}"


@pytest.mark.usefixtures("three_texts")
@pytest.mark.parametrize("language", ["nl", "de", "pt", "xx", ""])
def test_it_falls_back_to_english(language: str) -> None:
    assert translate("shop.leave", language) == "Goodbye"


@pytest.mark.usefixtures("three_texts")
@pytest.mark.parametrize("key", ["shop.unknown", "", "Hello {name}"])
def test_it_names_the_text_that_is_missing(key: str) -> None:
    with pytest.raises(MissingText, match=repr(key)):
        translate(key, "nl")


@pytest.mark.usefixtures("three_texts")
def test_it_knows_which_language_has_a_text_of_its_own() -> None:
    assert has_text("shop.greet", "nl")
    assert not has_text("shop.leave", "nl")
    assert not has_text("shop.greet", "de")
    assert not has_text("shop.greet", "pt")
    assert not has_text("", "en")


@pytest.mark.parametrize(
    ("asked", "served"), [("nl-BE", "nl"), ("de_AT", "de"), ("NL", "nl"), ("pt", "en"), ("", "en")]
)
def test_it_serves_a_reader_in_the_nearest_language(asked: str, served: str) -> None:
    assert spoken(asked) == served


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Tuesday 7 April 2026, 15:00"),
        ("nl", "dinsdag 7 april 2026, 15:00"),
        ("de", "Dienstag, 7. April 2026, 15:00"),
        ("fr", "mardi 7 avril 2026, 15:00"),
        ("es", "martes, 7 de abril de 2026, 15:00"),
        ("it", "martedì 7 aprile 2026, 15:00"),
        ("ro", "marți, 7 aprilie 2026, 15:00"),
        ("pl", "wtorek, 7 kwietnia 2026, 15:00"),
        ("cs", "úterý 7. dubna 2026, 15:00"),
        ("sv", "tisdag 7 april 2026, 15:00"),
        ("pt", "Tuesday 7 April 2026, 15:00"),
    ],
)
def test_it_says_a_moment_on_the_markets_wall(language: str, said: str) -> None:
    assert say_moment(datetime(2026, 4, 7, 13, 0, 59, tzinfo=UTC), AMSTERDAM, language) == said


@pytest.mark.parametrize(
    ("hour", "said"), [(22, "Tuesday 7 April 2026, 24:00"), (13, "Tuesday 7 April 2026, 15:00")], ids=["end", "within"]
)
def test_it_says_that_a_deadline_ends_with_its_day(hour: int, said: str) -> None:
    assert say_deadline(datetime(2026, 4, 7, hour, tzinfo=UTC), AMSTERDAM, "en") == said


@pytest.mark.parametrize(
    ("money", "language", "said"),
    [
        (Money(Decimal("1234.5"), "EUR"), "en", "€1,234.50"),
        (Money(Decimal("1234.5"), "EUR"), "nl", f"€{HARD_SPACE}1.234,50"),
        (Money(Decimal("1234.5"), "EUR"), "de", f"1.234,50{HARD_SPACE}€"),
        (Money(Decimal("1234.5"), "RON"), "ro", f"1.234,50{HARD_SPACE}RON"),
        (Money(Decimal("1234.5"), "SEK"), "sv", f"1{HARD_SPACE}234,50{HARD_SPACE}kr"),
        (Money(Decimal("12345.5"), "PLN"), "pl", f"12{HARD_SPACE}345,50{HARD_SPACE}zł"),
        (Money(Decimal("1234.5"), "CZK"), "cs", f"1{HARD_SPACE}234,50{HARD_SPACE}Kč"),
        (Money(Decimal(5), "ISK"), "en", f"ISK{HARD_SPACE}5"),
        (Money(Decimal("12.5"), "HUF"), "en", f"HUF{HARD_SPACE}12.50"),
    ],
)
def test_it_says_an_amount(money: Money, language: str, said: str) -> None:
    assert say_money(money, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "a, b and c"), ("nl", "a, b en c"), ("de", "a, b und c"), ("pl", "a, b i c"), ("pt", "a, b and c")],
)
def test_it_joins_a_list(language: str, said: str) -> None:
    assert plain_list(["a", "b", "c"], language) == said
    assert plain_list(["a"], language) == "a"
    assert plain_list([], language) == ""


@pytest.mark.parametrize("tag", ["de", "nl-BE", "pt-BR", "zh-Hans", "sr-Latn-RS", "zh-TW", "gsw"])
def test_it_knows_a_language_by_its_tag(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "d", "DE", "de-de", "de_DE", "de-XX", "abc", "deutsch", "en@x=y", "../nl"])
def test_it_knows_what_is_no_language(tag: str) -> None:
    assert not is_language(tag)
