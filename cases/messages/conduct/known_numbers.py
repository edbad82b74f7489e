"""Numbers that tell by themselves what they are."""

from __future__ import annotations

import re

from cases.messages.conduct.digits import Digit
from cases.messages.conduct.reading import Reading

_DATE = re.compile(
    r"(?<!\d)(?:[0-3]?\d[-./ ]{1,2}[01]?\d[-./ ]{1,2}(?:19|20)\d\d|(?:19|20)\d\d[-./][01]?\d[-./][0-3]?\d)(?!\d)"
)
_DAYS = re.compile(r"(?<![\d/])[0-3]?\d/(?:0?[1-9]|1[0-2])(?![\d/])")  # 1/06, 15/06
_HOURS = re.compile(
    r"(?<!\d)(?:[0-2]?\d[.h][0-5]\d\s?[-/a]{1,2}\s?[0-2]?\d[.h][0-5]\d|[0-2]?\d:[0-5]\d|"
    r"[0-2]\d[0-5]\d\s?-\s?[0-2]\d[0-5]\d)(?!\d)"
)
_ACCOUNT = re.compile(r"[a-z]{2}\d{2}(?:[a-z]{4})?")  # what follows is the rest of an account's number
_MONEY = re.compile(r"[€$£]|\b(?:eur|euro|usd|gbp|kr|kc|lei|ron|zl|pln|czk|sek)\b")


def is_known(reading: Reading, run: list[Digit]) -> bool:
    """Whether the digits are a date, an hour, a sum of money or the rest of an account's number."""
    start, end = reading.starts[run[0].word], reading.ends[run[-1].word]
    written = reading.text[start:end]
    if _DATE.search(written) or _HOURS.search(written) or _DAYS.search(written):
        return True
    if _MONEY.match(reading.text[end : end + 6].strip()) or _MONEY.search(reading.text[max(0, start - 2) : start]):
        return True
    return any(_ACCOUNT.fullmatch(word) for word in reading.words[max(0, run[0].word - 2) : run[0].word])
