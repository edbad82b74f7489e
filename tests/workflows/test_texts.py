"""Every text is there, in every language, in its own words and with the same places to fill."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from markets.translate import has_text, languages, translate
from workflows.facts import Guard
from workflows.fields.base import Nothing
from workflows.grammar import BUYER, Workflow, row, stays
from workflows.registry import CURRENT, WORKFLOWS
from workflows.texts import missing, required_keys

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "markets" / "locale"
ROOMS = ("workflows", "cases", "scheduler", "api", "cli")
CODE = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TEMPLATES = sorted((ROOT / "api" / "templates").rglob("*.html"))
SAID_IN_A_TEMPLATE = re.compile(r"""\b[tn]\('([^']+)'(?!\s*~)""")
BEGUN_IN_A_TEMPLATE = re.compile(r"""'([a-z_.]+\.)' ~ """)


def texts_in(language: str) -> dict[str, str]:
    with (LOCALE / language / "LC_MESSAGES" / "nazorg.po").open("rb") as file:
        return {
            _key(message.id): _all_forms(message.string) for message in read_po(file, locale=language) if message.id
        }


def _key(key: str | tuple[str, ...] | list[str]) -> str:
    return key if isinstance(key, str) else key[0]


def _all_forms(text: str | tuple[str, ...] | list[str] | None) -> str:
    """The text, or all its forms one after the other."""
    return text if isinstance(text, str) else " ".join(text or ())


TEXTS = {language: texts_in(language) for language in languages()}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_it_has_every_text(workflow: Workflow, language: str) -> None:
    assert missing(workflow, language) == []


def test_it_speaks_english_dutch_and_german() -> None:
    assert set(languages()) == {"en", "nl", "de"}


@pytest.mark.parametrize("language", languages())
def test_it_notices_a_text_that_is_missing(language: str) -> None:
    told = row("requested", BUYER, "sing", Guard("it_rains", lambda _: True), Nothing, stays)
    sung = replace(CURRENT["return"], rows=(*CURRENT["return"].rows, told))

    assert missing(sung, language) == ["event.sing.acts", "event.sing.waits", "event.sing.text.buyer", "guard.it_rains"]


def test_it_requires_a_stored_text_only_of_those_who_may_be_silent() -> None:
    keys = required_keys(CURRENT["return"])

    assert "event.ship.text.buyer" in keys
    assert "event.approve.text.clock" in keys
    assert "event.approve.text.seller" not in keys


def test_it_requires_a_text_for_each_code_that_the_clock_says() -> None:
    required = {key for workflow in WORKFLOWS.values() for key in required_keys(workflow)}

    assert {key for key in required if key.startswith("ground.")} == {
        "ground.no_news_within_the_search",
        "ground.not_decided_in_time",
        "ground.platform",
        "ground.the_thresholds_of_the_market",
        "ground.the_whole_claim",
    }


@pytest.mark.parametrize("language", ["nl", "de"])
def test_it_has_the_same_keys_in_every_language(language: str) -> None:
    assert TEXTS[language].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize("language", languages())
def test_it_leaves_no_text_empty(language: str) -> None:
    assert [key for key, text in TEXTS[language].items() if not text.strip()] == []


@pytest.mark.parametrize("language", ["nl", "de"])
def test_it_fills_the_same_places_in_every_language(language: str) -> None:
    assert {key: _places(text) for key, text in TEXTS[language].items()} == {
        key: _places(text) for key, text in TEXTS["en"].items()
    }


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["nl", "de"])
def test_it_leaves_no_english_sentence(language: str) -> None:
    """One word may be spelt alike in two languages, a sentence is not."""
    same = [key for key, text in TEXTS[language].items() if text == TEXTS["en"][key] and " " in text]

    assert same == []


@pytest.mark.parametrize(
    ("language", "familiar"),
    [("nl", r"\b([Jj]e|[Jj]ij|[Jj]ouw|jullie)\b"), ("de", r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich|euch|euer)\b")],
)
def test_it_addresses_nobody_familiarly(language: str, familiar: str) -> None:
    assert [key for key, text in TEXTS[language].items() if re.search(familiar, text)] == []


def test_it_ends_a_stored_message_as_a_sentence() -> None:
    stored = [
        key for key in TEXTS["en"] if ".text." in key or key.startswith(("guard.", "provided.", "ground.", "because."))
    ]
    broken = [(key, language) for key in stored for language in languages() if not TEXTS[language][key].endswith(".")]

    assert broken == []


def test_it_keeps_the_laws_words_for_the_two_buttons() -> None:
    assert [translate(f"withdrawal.{step}", "en") for step in ("entry", "confirm")] == [
        "Withdraw from contract here",
        "Confirm withdrawal",
    ]
    assert [translate(f"withdrawal.{step}", "de") for step in ("entry", "confirm")] == [
        "Vertrag widerrufen",
        "Widerruf bestätigen",
    ]


def test_it_has_every_text_that_the_code_asks_for() -> None:
    asked = {key for path in CODE for key in _asked_for_in(path)}

    assert {"system.acknowledged", "guard.no_question_is_open"} <= asked
    assert sorted(key for key in asked if not has_text(key, "en")) == []


def test_it_has_every_text_that_a_template_asks_for() -> None:
    asked = {key for path in TEMPLATES for key in SAID_IN_A_TEMPLATE.findall(path.read_text())}

    assert {"page.search", "page.earlier"} <= asked
    assert sorted(asked - TEXTS["en"].keys()) == []


def test_it_keeps_no_text_that_nobody_asks_for() -> None:
    named = {text for path in CODE for text in (*_written_in(path), *_asked_for_in(path))}
    required = {key for workflow in WORKFLOWS.values() for key in required_keys(workflow)}
    says_its_own_language = {"language.name"}
    drawn = [path.read_text() for path in TEMPLATES]
    shown = {key for text in drawn for key in SAID_IN_A_TEMPLATE.findall(text)}
    begun = tuple({begin for text in drawn for begin in BEGUN_IN_A_TEMPLATE.findall(text)})
    shown |= {key for key in TEXTS["en"] if key.startswith("page.") and key.startswith(begun)}

    assert sorted(TEXTS["en"].keys() - named - required - shown - says_its_own_language) == []


def _written_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _asked_for_in(path: Path) -> Iterator[str]:
    """The keys that stand whole in a file: handed to ``translate``, the reason of a fault, the name of a guard."""
    takes_key = {"translate": (0, ""), "FieldError": (1, ""), "GuardAnswer": (0, "guard.")}
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in takes_key:
            place, prefix = takes_key[node.func.id]
            for found in node.args[place : place + 1]:
                if isinstance(found, ast.Constant) and isinstance(found.value, str):
                    yield prefix + found.value
