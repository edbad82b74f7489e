"""Every text is there, in every language, in its own words and with the same places to fill."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
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
PLACE = re.compile(r"\{\w+\}")
BEGUN_IN_A_TEMPLATE = re.compile(r"""'([a-z_.]+\.)' ~ """)


Forms = dict[str, tuple[str, ...]]


def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "nazorg.po").open("rb") as file:
        return read_po(file, locale=language)


def forms_in(language: str) -> Forms:
    """Each text by its key, with the forms of a plural one by one."""
    return {_key(message.id): _forms(message.string) for message in catalogue(language) if message.id}


def _key(key: str | tuple[str, ...] | list[str]) -> str:
    return key if isinstance(key, str) else key[0]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


FORMS = {language: forms_in(language) for language in languages()}
TEXTS = {language: {key: " ".join(forms) for key, forms in found.items()} for language, found in FORMS.items()}
OTHERS = languages()[1:]

# The words that a language shares with English; a text beyond them that reads as in English was not translated.
ALIKE = {
    "de": "name",
    "es": "no",
    "fr": "article cause danger date message photo photos points question questions restriction score signature"
    " solution source suspension urgent",
    "it": "link no",
    "nl": "label link moment platform score",
    "pl": "link",
    "ro": "contract link urgent",
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_it_has_every_text(workflow: Workflow, language: str) -> None:
    assert missing(workflow, language) == []


def test_it_speaks_ten_languages() -> None:
    assert set(languages()) == {"en", "nl", "de", "fr", "es", "it", "ro", "pl", "cs", "sv"}


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


@pytest.mark.parametrize("language", OTHERS)
def test_it_has_the_same_keys_in_every_language(language: str) -> None:
    assert TEXTS[language].keys() == TEXTS["en"].keys()


@pytest.mark.parametrize("language", languages())
def test_it_leaves_no_text_empty(language: str) -> None:
    assert [key for key, forms in FORMS[language].items() if not all(form.strip() for form in forms)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_it_fills_the_same_places_in_every_language(language: str) -> None:
    places = {key: {_places(form) for form in forms} for key, forms in FORMS[language].items()}

    assert places == {key: {_places(form) for form in forms} for key, forms in FORMS["en"].items()}


def _places(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", OTHERS)
def test_it_leaves_nothing_in_english(language: str) -> None:
    same = {text for key, text in TEXTS[language].items() if text == TEXTS["en"][key]}
    words = {text: set(PLACE.sub("", text).lower().split()) for text in same}

    assert sorted(text for text in same if not words[text] <= set(ALIKE.get(language, "").split())) == []


@pytest.mark.parametrize("language", languages())
def test_it_has_as_many_forms_of_a_plural_as_the_language(language: str) -> None:
    needed = catalogue(language).num_plurals
    plurals = {key for key, forms in FORMS["en"].items() if len(forms) > 1}

    assert {key: len(forms) for key, forms in FORMS[language].items() if len(forms) > 1} == dict.fromkeys(
        plurals, needed
    )


@pytest.mark.parametrize("language", languages())
def test_it_takes_the_form_that_the_language_takes(language: str) -> None:
    """The header's rule and the locale's own name the same numbers, and the form of one thing comes first."""
    takes, named = c2py(catalogue(language).plural_expr), Locale.parse(language).plural_form
    pairs = {(named(n), takes(n)) for n in range(1_000)}

    assert sorted(form for _, form in pairs) == list(range(catalogue(language).num_plurals))
    assert ("one", 0) in pairs


@pytest.mark.parametrize(
    ("language", "familiar"),
    [
        ("nl", r"\b([Jj]e|[Jj]ij|[Jj]ouw|jullie)\b"),
        ("de", r"\b([Dd]u|[Dd]ein\w*|[Dd]ir|[Dd]ich|euch|euer)\b"),
        ("fr", r"\b([Tt]u|[Tt]oi|[Tt]on|[Tt]a|[Tt]es)\b"),
        ("es", r"\b([Tt]ú|[Tt]u|[Tt]us|[Tt]e|[Tt]i|vosotr[oa]s)\b"),
        ("it", r"\b([Tt]u|[Tt]uo|[Tt]ua|[Tt]uoi|[Tt]ue|[Tt]i|[Tt]e)\b"),
        ("ro", r"\b([Tt]u|[Tt]ău|[Tt]a|[Tt]ăi|[Tt]ale|[Tt]ine|ție)\b"),
        ("pl", r"\b([Tt]y|[Tt]wój|[Tt]woj\w+|[Cc]iebie|[Cc]ię|[Tt]obie|[Cc]i)\b"),
        ("cs", r"\b([Tt]y|[Tt]vůj|[Tt]v[éáou]\w*|[Tt]ebe|[Tt]obě|[Tt]ě)\b"),
    ],
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
    buttons = {
        language: (translate("withdrawal.entry", language), translate("withdrawal.confirm", language))
        for language in languages()
    }

    assert buttons == {
        "en": ("Withdraw from contract here", "Confirm withdrawal"),
        "cs": ("Zde odstoupit od smlouvy", "Potvrdit odstoupení od smlouvy"),
        "de": ("Vertrag widerrufen", "Widerruf bestätigen"),
        "es": ("Desistir del contrato aquí", "Confirmar desistimiento"),
        "fr": ("Renoncer au contrat ici", "Confirmer la rétractation"),
        "it": ("Recedere dal contratto qui", "Conferma recesso"),
        "nl": ("Hier de overeenkomst herroepen", "Herroeping bevestigen"),
        "pl": ("Odstąp od umowy tutaj", "Potwierdź odstąpienie od umowy"),
        "ro": ("Retrageți-vă din contract aici", "Confirmați retragerea"),
        "sv": ("Ångra avtalet här", "Bekräfta frånträde"),
    }


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
