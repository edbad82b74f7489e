"""What is seen of a number that could be dialled: how it is written, whose plan it fits, what is said around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from cases.messages.conduct.digits import Digit
from cases.messages.conduct.reading import Reading

REGIONS = {
    "nl": ("NL", "BE"), "en": ("GB", "IE", "US"), "de": ("DE", "AT", "CH"), "fr": ("FR", "BE", "CH", "LU"),
    "pl": ("PL",), "es": ("ES",), "it": ("IT",), "cs": ("CZ", "SK"), "ro": ("RO",), "sv": ("SE", "FI"),
}  # fmt: skip
WITH_TRUNK = ("NL", "BE", "GB", "IE", "DE", "FR", "RO", "SE")
MOST = 15
BEFORE, AFTER = 8, 5
STEM, SHORT_STEM, ENDING = 7, 4, 5
FEW_WORDS = 6  # a message of hardly more than a number is about the number
CODE = range(2, 5)  # so many capitals before the digits are a code
FEWEST_NATIONAL = 7
MOST_PIECES, MOST_SPELLED = 7, 6
NEAR, FAR = 3, 5
_SPEAKS_OF_CALLING = frozenset((
    "call", "call me", "phone number", "reach", "text verb", "text me", "channel", "weak channel", "by phone",
    "hotline", "phone sign",
))  # fmt: skip
_DIGIT = re.compile(r"\d")


def signs(reading: Reading, run: Sequence[Digit]) -> list[str]:
    """Everything by name, each once."""
    return list(dict.fromkeys([*_written(reading, run), *_beside(reading, run), *_around(reading, run[0].word)]))


def _written(reading: Reading, run: Sequence[Digit]) -> Iterator[str]:
    text, first, last = reading.text, run[0].word, run[-1].word
    start, end = reading.starts[first], reading.ends[last]
    digits = dialled(run)
    plus = "+" in text[max(0, start - 2) : start]
    kind = _kind(digits, plus, reading.language) if len(digits) <= MOST else ""
    gaps = {text[reading.ends[one.word] : reading.starts[other.word]].strip() for one, other in pairwise(run)}
    context, distance = _context(reading, first, last)
    long, alone = min(len(digits), MOST + 1), len(reading.words) <= FEW_WORDS + len(run)
    yield from (f"kind {kind}", f"digits {long}", f"digits {long} {kind}", f"plus {plus}", f"alone {alone} {kind}")
    yield from (f"zero {digits[0] == '0'} {kind}", f"begins {digits[:2]} {reading.language}")
    yield from (f"pieces {min(len(run), MOST_PIECES)}", f"spelled {min(sum(p.spelled for p in run), MOST_SPELLED)}")
    yield "shape " + "-".join(str(len(part.digits)) for part in run[:MOST_PIECES])
    yield "gaps " + "".join(sorted(gaps))
    yield from (f"context {context}", f"context {context} {kind}", f"context {context} {min(distance, FAR)}")
    yield from (f"coded {_is_coded(reading, first)}", f"mark {text[max(0, start - 2) : start].strip()[-1:]}")
    yield from (
        f"behind {text[end : end + 1].strip()}",
        f"last {last >= len(reading.words) - 2}",
        f"first {first <= 1}",
    )


def _beside(reading: Reading, run: Sequence[Digit]) -> Iterator[str]:
    """The words just before and behind, by what they mean and by how they begin and end."""
    first, last = run[0].word, run[-1].word
    for at in range(first - 1, max(-1, first - 1 - BEFORE), -1):
        word = _DIGIT.sub("0", reading.words[at])
        near = _how_near(first - at) if reading.sentences[at] == reading.sentences[first] else "earlier"
        for meaning in reading.vocabulary.meanings(reading.words[at]):
            yield from (f"before: {meaning}", f"before: {meaning} {near}")
        yield from (f"before {word[:STEM]}", f"before {word[:SHORT_STEM]}", f"before …{word[-ENDING:]}")
        if near == "next":
            yield f"next {word[:STEM]}"
    for at in range(last + 1, min(len(reading.words), last + 1 + AFTER)):
        word = _DIGIT.sub("0", reading.words[at])
        place = "after" if reading.sentences[at] == reading.sentences[last] else "later"
        yield f"{place} {word[:STEM]}"
        yield from (f"{place}: {meaning}" for meaning in reading.vocabulary.meanings(reading.words[at]))


def _around(reading: Reading, first: int) -> Iterator[str]:
    """What is said in the sentence, the two before it and the one behind it."""
    sentence = reading.sentences[first]
    for at in range(sentence - 2, sentence + 2):
        yield from (f"said: {meaning}" for meaning in reading.said.get(at, ()))


def _how_near(words: int) -> str:
    return "next" if words == 1 else "near" if words <= NEAR else "far"


def dialled(run: Sequence[Digit]) -> str:
    """The digits; "forty" and "four" are 44, as two words too."""
    digits = ""
    for at, part in enumerate(run):
        tens = at > 0 and run[at - 1].spelled and len(run[at - 1].digits) > 1 and run[at - 1].digits[-1] == "0"
        unit = part.spelled and len(part.digits) == 1 and part.digits != "0"
        digits = digits[:-1] + part.digits if tens and unit and run[at - 1].digits != "00" else digits + part.digits
    return digits


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
