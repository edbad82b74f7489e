"""Telephone numbers in any disguise, and asking for one or for a call.

A number is one by its country's numbering plan, or by the words around it; the same digits behind the word for an
order, a parcel or a serial number are not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cases.messages.conduct.digits import MOST_DIGITS, Digit, runs
from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.weighing import said

REGIONS = {
    "nl": ("NL", "BE"), "en": ("GB", "IE", "US"), "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH", "LU"),
    "pl": ("PL",), "es": ("ES",), "it": ("IT",), "cs": ("CZ", "SK"), "ro": ("RO",), "sv": ("SE", "FI"),
}  # fmt: skip
WITH_TRUNK = ("NL", "BE", "GB", "IE", "DE", "FR", "RO", "SE")
FEWEST, MOST = 7, 15
BEFORE, AFTER = 8, 4
CLOSE = 5  # so many words off a thing with a number, its number is meant
ENOUGH_SPELLED, SOME_SPELLED = 4, 2  # nobody counts so far in a letter
LIKELY, BESIDE = (8, 13), 4  # of no plan we know, but right beside the word for calling
FEW_WORDS = 6  # a message of hardly more than a number is about the number
FEWEST_ALONE = 9  # fewer digits, with nothing said around them, are a date, a house or a size
_SPEAKS_OF_CALLING = frozenset((
    "call", "call me", "phone number", "reach", "text verb", "text me", "channel", "weak channel", "by phone",
    "hotline", "phone sign",
))  # fmt: skip
_DATE = re.compile(
    r"(?<!\d)(?:[0-3]?\d[-./ ]{1,2}[01]?\d[-./ ]{1,2}(?:19|20)\d\d|(?:19|20)\d\d[-./][01]?\d[-./][0-3]?\d)(?!\d)"
)
_HOURS = re.compile(r"(?<!\d)[0-2]?\d[.h][0-5]\d\s?[-/a]{1,2}\s?[0-2]?\d[.h][0-5]\d(?!\d)")
_ACCOUNT = re.compile(r"[a-z]{2}\d{2}(?:[a-z]{4})?")  # what follows is the rest of an account's number
_MONEY = re.compile(r"[€$£]|\b(?:eur|euro|usd|gbp|kr|kc|lei|ron|zl|pln|czk|sek)\b")


def find(reading: Reading) -> list[Finding]:
    """Numbers first, then the words."""
    found = [
        reading.finding("phone", start, end, "phone.number")
        for run in runs(reading)
        for start, end in _numbers(reading, run)
    ]
    return found + said(reading, "phone")


def _numbers(reading: Reading, run: list[Digit]) -> list[tuple[int, int]]:
    if not FEWEST <= sum(len(part.digits) for part in run) <= MOST_DIGITS:
        return []
    start, end = reading.starts[run[0].word], reading.ends[run[-1].word]
    written = reading.text[start:end]
    if _DATE.search(written) or _HOURS.search(written):
        return []
    if _MONEY.match(reading.text[end : end + 6].strip()) or _MONEY.search(reading.text[max(0, start - 2) : start]):
        return []
    if any(_ACCOUNT.fullmatch(word) for word in reading.words[max(0, run[0].word - 2) : run[0].word]):
        return []
    context, distance = _context(reading, run[0].word, run[-1].word)
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(run):
        stop = _longest(reading, run, at, context, distance)
        if stop:
            found.append(_edges(reading, run[at].word, run[stop - 1].word))
        at = stop or at + 1
    return found


def _longest(reading: Reading, run: list[Digit], at: int, context: str, distance: int) -> int:
    """Where the longest telephone number that begins at this piece ends; 0 where none does."""
    digits, stop = "", 0
    plus = "+" in reading.text[max(0, reading.starts[run[at].word] - 2) : reading.starts[run[at].word]]
    spelled = 0
    for end in range(at, len(run)):
        digits = _and_then(digits, run[end], run[end - 1] if end > at else None)
        spelled += run[end].spelled
        if len(digits) > MOST:
            break
        if len(digits) >= FEWEST and _is_number(
            digits, plus, end - at, spelled, context, distance, reading.language, alone=len(reading.words) <= FEW_WORDS
        ):
            stop = end + 1
    return stop


def _and_then(digits: str, part: Digit, before: Digit | None) -> str:
    """The digits with one more piece; "forty" and "four" are 44, as two words too."""
    composed = before is not None and before.spelled and part.spelled and len(part.digits) == 1 and part.digits != "0"
    if (
        composed
        and before is not None
        and len(before.digits) > 1
        and before.digits[-1] == "0"
        and before.digits != "00"
    ):
        return digits[:-1] + part.digits
    return digits + part.digits


def _is_number(
    digits: str, plus: bool, parts: int, spelled: int, context: str, distance: int, language: str, *, alone: bool
) -> bool:
    if context == "numbered" and distance <= CLOSE:
        return False
    if spelled >= ENOUGH_SPELLED or (spelled >= SOME_SPELLED and parts > SOME_SPELLED and len(digits) >= LIKELY[0]):
        return True
    kind = _kind(digits, plus, language)
    if context == "numbered":
        return bool(kind) and (plus or (parts > 0 and digits[0] == "0"))
    if context == "calling":
        return bool(kind) or (
            LIKELY[0] <= len(digits) <= LIKELY[1] and (digits[0] == "0" or plus or distance <= BESIDE)
        )
    if len(digits) < FEWEST_ALONE:
        return False
    return bool(kind) and (plus or digits[0] == "0" or parts > 1 or (kind == "mobile" and alone))


@lru_cache(maxsize=4096)
def _kind(digits: str, plus: bool, language: str) -> str:
    """`mobile`, `fixed` or nothing, by the numbering plans of the language's countries."""
    if plus or digits.startswith("00"):
        return _international(digits if plus else digits[2:])
    regions = REGIONS.get(language, ())
    for region in dict.fromkeys((*regions, *(WITH_TRUNK if digits[0] == "0" else ()))):
        mobile, fixed, trunk = _plan(region)
        national = digits
        if trunk and region != "US":
            if not digits.startswith(trunk):
                continue
            national = digits[len(trunk) :]
        if mobile.fullmatch(national) and region != "US":
            return "mobile"
        if fixed.fullmatch(national):
            return "fixed"
    return ""


@lru_cache(maxsize=4096)
def _international(digits: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return ""
    return "mobile" if phonenumbers.is_possible_number(number) else ""


@cache
def _plan(region: str) -> tuple[re.Pattern[str], re.Pattern[str], str]:
    """What mobile and fixed numbers look like in a country, and the digit that is dialled before them."""
    from phonenumbers import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(region)
    assert plan is not None
    assert plan.mobile is not None
    assert plan.fixed_line is not None
    kinds = [plan.fixed_line, plan.toll_free, plan.premium_rate, plan.shared_cost, plan.uan]
    fixed = "|".join(kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern)
    return re.compile(plan.mobile.national_number_pattern or "-"), re.compile(fixed), plan.national_prefix or ""


def _context(reading: Reading, first: int, last: int) -> tuple[str, int]:
    """Whether the words around speak of calling or of a thing with a number, and how far off the nearest is."""
    meanings = reading.vocabulary.meanings
    for at in range(first - 1, max(-1, first - 1 - BEFORE), -1):
        if reading.sentences[at] < reading.sentences[first] - 1:
            break
        found = meanings(reading.words[at])
        if "numbered" in found:
            return "numbered", first - at
        if found.intersection(_SPEAKS_OF_CALLING):
            return "calling", first - at
    for at in range(last + 1, min(len(reading.words), last + 1 + AFTER)):
        found = meanings(reading.words[at])
        if reading.sentences[at] != reading.sentences[last]:
            break
        if found.intersection(_SPEAKS_OF_CALLING):
            return "calling", at - last
        if "numbered" in found:
            return "numbered", at - last
    return "", 0


def _edges(reading: Reading, first: int, last: int) -> tuple[int, int]:
    start = reading.starts[first]
    while start and reading.text[start - 1] in "+(":
        start -= 1
    return start, reading.ends[last]
