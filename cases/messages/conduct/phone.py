"""Telephone numbers in any disguise.

A number is one by its country's numbering plan, or by the words around it; the same digits behind the word for an
order, a parcel or a serial number are not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cases.messages.conduct.digits import MOST_DIGITS, Digit, runs
from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading

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
CODE = range(2, 5)  # so many capitals before the digits are a code
FEWEST_NATIONAL = 7
FEWEST_ALONE = 9  # fewer digits, with nothing said around them, are a date, a house or a size
_SPEAKS_OF_CALLING = frozenset((
    "call", "call me", "phone number", "reach", "text verb", "text me", "channel", "weak channel", "by phone",
    "hotline", "phone sign",
))  # fmt: skip
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


def find(reading: Reading) -> list[Finding]:
    """The numbers."""
    return [
        reading.finding("phone", start, end, "phone.number")
        for run in runs(reading)
        for start, end in _numbers(reading, run)
    ]


def _numbers(reading: Reading, run: list[Digit]) -> list[tuple[int, int]]:
    if not FEWEST <= sum(len(part.digits) for part in run) <= MOST_DIGITS or is_known(reading, run):
        return []
    context, distance = _context(reading, run[0].word, run[-1].word)
    if context != "calling" and _is_coded(reading, run[0].word):
        return []
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(run):
        stop = _longest(reading, run, at, context, distance)
        if stop and context != "calling" and _goes_on(reading, run, at, stop):
            break
        if stop:
            found.append(_edges(reading, run[at].word, run[stop - 1].word))
        at = stop or at + 1
    return found


def is_known(reading: Reading, run: list[Digit]) -> bool:
    """Whether the digits are a date, an hour, a sum of money or the rest of an account's number."""
    start, end = reading.starts[run[0].word], reading.ends[run[-1].word]
    written = reading.text[start:end]
    if _DATE.search(written) or _HOURS.search(written) or _DAYS.search(written):
        return True
    if _MONEY.match(reading.text[end : end + 6].strip()) or _MONEY.search(reading.text[max(0, start - 2) : start]):
        return True
    return any(_ACCOUNT.fullmatch(word) for word in reading.words[max(0, run[0].word - 2) : run[0].word])


def _is_coded(reading: Reading, first: int) -> bool:
    """Whether a code begins right before the digits: `W09 0151`, `WTU 079`."""
    if not first or reading.ends[first - 1] + 1 < reading.starts[first]:
        return False
    before = reading.words[first - 1]
    if any(character.isdigit() for character in before) and any(character.isalpha() for character in before):
        return True
    start, end = reading.plain.place(reading.starts[first - 1], reading.ends[first - 1])
    written = reading.plain.original[start:end]
    known = reading.vocabulary.meanings(before)
    return written.isupper() and len(written) in CODE and not known and not reading.plain.original.isupper()


def _goes_on(reading: Reading, run: list[Digit], at: int, stop: int) -> bool:
    """Whether more digits stand right before or behind with nothing but a space or a dash between: a longer code."""
    before = reading.text[reading.ends[run[at - 1].word] : reading.starts[run[at].word]] if at else ","
    behind = reading.text[reading.ends[run[stop - 1].word] : reading.starts[run[stop].word]] if stop < len(run) else ","
    return any(not gap.strip(" -./") and not gap.startswith("  ") and "\n" not in gap for gap in (before, behind))


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
    whole = len(str(number.national_number or "")) >= FEWEST_NATIONAL
    return "mobile" if whole and phonenumbers.is_possible_number(number) else ""


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
