"""The sentences of a text, as they were written."""

from __future__ import annotations

from cases.messages.conduct.asking import LANGUAGES, asking
from cases.messages.conduct.sentences import sentences_of


def sentences_in(text: str, language: str) -> list[str]:
    """Its sentences in order; ``language`` says which full stops only end an abbreviation."""
    ours = language.partition("-")[0].lower()
    abbreviations = asking(ours).abbreviations if ours in LANGUAGES else frozenset[str]()
    return [text[found.start : found.stop] for found in sentences_of(text, abbreviations)]
