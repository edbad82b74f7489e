"""What a buyer's words read as, where a rule hangs on it: pure thanks, a withdrawal."""

from __future__ import annotations

import re

_THANKS = frozenset(
    [
        "thank",
        "thanks",
        "you",
        "very",
        "much",
        "many",
        "ok",
        "okay",
        "great",
        "perfect",
        "fine",
        "super",
        "so",
        "for",
        "your",
        "help",
        "all",
        "good",
        "best",
        "regards",
        "kind",
        "dank",
        "danke",
        "je",
        "u",
        "jullie",
        "wel",
        "bedankt",
        "heel",
        "erg",
        "veel",
        "hartelijk",
        "oke",
        "prima",
        "top",
        "mooi",
        "fijn",
        "alvast",
        "voor",
        "de",
        "hulp",
        "met",
        "vriendelijke",
        "groet",
        "groeten",
        "vielen",
        "herzlichen",
        "besten",
        "dank",
        "schön",
        "sehr",
        "gut",
        "ihnen",
        "für",
        "die",
        "ihre",
        "hilfe",
        "viele",
        "grüße",
        "mit",
        "freundlichen",
        "grüßen",
        "alles",
        "klar",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_THANKING = re.compile(r"\b(?:thank|thanks|dank|danke|bedankt|merci)\b", re.IGNORECASE)
_WITHDRAWAL = re.compile(
    r"\b(?:withdraw(?:al)?|revoke|cancel (?:the|my|this) (?:contract|purchase|order)|"
    r"herroep\w*|ontbind\w*|zie af van|afzien van (?:de|mijn) (?:koop|aankoop)|"
    r"widerruf\w*|widerrufe\w*|trete (?:vom|von)|zurücktreten|rücktritt)\b",
    re.IGNORECASE,
)


def reads_as_thanks(text: str) -> bool:
    """Whether the words are thanks and greetings alone, so that no answer is expected."""
    if "?" in text or any(
        word[0].lower() not in _THANKS for word in _WORD.finditer(text)
    ):  # mostly the first word tells
        return False
    return bool(_THANKING.search(text))


def reads_as_withdrawal(text: str) -> bool:
    """Whether the words may declare a withdrawal; never more than a hint that puts a button before people."""
    return bool(_WITHDRAWAL.search(text))
