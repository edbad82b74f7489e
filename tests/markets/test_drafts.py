"""Languages that are being written: not served until they are whole, and already held to what English says."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from markets import translate
from markets.translate import languages

LOCALE = Path(translate.__file__).with_name("locale")
DRAFTS = sorted(LOCALE.glob("*/LC_MESSAGES/nazorg.draft.po"))
DRAFT = pytest.mark.parametrize("draft", DRAFTS, ids=lambda path: path.parents[1].name)
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "nazorg.po"


def texts_in(path: Path) -> dict[str, list[str]]:
    """The texts of a catalogue by key, each form of a plural."""
    found = {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            found[key] = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return found


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@DRAFT
def test_it_is_not_served_yet(draft: Path) -> None:
    assert draft.parents[1].name not in languages()


@DRAFT
def test_it_fills_the_same_places_as_english(draft: Path) -> None:
    english = texts_in(ENGLISH)
    other = {
        key: (texts, english[key])
        for key, texts in texts_in(draft).items()
        if key in english and {frozenset(places(text)) for text in texts} - {frozenset(places(t)) for t in english[key]}
    }

    assert other == {}


@DRAFT
def test_it_leaves_no_text_empty(draft: Path) -> None:
    assert [key for key, texts in texts_in(draft).items() if not all(text.strip() for text in texts)] == []
