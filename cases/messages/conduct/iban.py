"""Account numbers: IBANs by their check digits, and each country's own kind where the words speak of an account.

What is built like an IBAN but for its check digits is one where money is spoken of: people mistype. Elsewhere it
is a sign for the classifier (`shapes`), because stickers bear such numbers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cases.messages.conduct.digits import MOST_DIGITS, runs
from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading

SHORTEST, LONGEST = 15, 34
NRB_DIGITS, CCC_DIGITS = 26, 20  # Poland's and Spain's own writing, which carry check digits too
MOST_PIECES, CODE_AT, BANK_CODE = 30, 4, 4
_BEGINS = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{0,12}")
FEWEST_DIGITS = 8
_OF_ACCOUNTS = frozenset(["account", "account number"])
_OF_MONEY = _OF_ACCOUNTS | {"pay", "transfer", "cash", "money app"}
NEAR = 5
_SHAPE = re.compile(r"(?<![^\W_])[a-z][ .]?[a-z][ .\-]{0,2}\d[ .]?\d(?:[ .\-/\n]{0,2}[a-z0-9]){11,42}")
_IN_FOURS = re.compile(r"[a-z]{2}\d\d(?: [a-z0-9]{4}){3,7}(?: [a-z0-9]{1,3})?")
_CZECH = re.compile(r"(?<![\w/-])(?:\d{2,6}-)?\d{2,10}/\d{4}(?![\w/])")
_GIRO = re.compile(
    r"\b(?:(?:bank|plus)giro(?:t|nr|nummer|numret|konto)?|bg|pg)\b(?: ?(?:nr|nummer|till))?[^\d\n.!?]{0,30}"
    r"(\d{1,4}(?:[ ]?\d{2,4}){0,3}-\d{1,4})(?!\d)"
)
_SORT_CODE = re.compile(r"\bsort ?code[ :]{0,3}\d\d[ -]?\d\d[ -]?\d\d[^\d\n]{0,25}\d{7,8}(?!\d)")


def find(reading: Reading) -> list[Finding]:
    """Everything that money could be sent to."""
    found = [*_international(reading), *_in_pieces(reading), *_national(reading)]
    for shape in (_GIRO, _SORT_CODE):
        found += [
            reading.finding("iban", *match.span(match.lastindex or 0), "iban.national")
            for match in shape.finditer(reading.text)
        ]
    return found


def shapes(reading: Reading) -> Iterator[tuple[str, int]]:
    """What is built like an IBAN but for its check digits: names for it, with the first word."""
    for start, end, compact in _candidates(reading):
        at, behind = reading.word_at(start), reading.word_at(end - 1) + 1
        if not (_sums_up(compact) or _is_numbered(reading, at) or _is_numbered(reading, behind + NEAR)):
            yield "(like an account)", at
            if _IN_FOURS.fullmatch(reading.text, start, end):
                yield "(account in fours)", at
            if "bank code" in reading.vocabulary.meanings(compact[CODE_AT : CODE_AT + BANK_CODE]):
                yield "(names a bank)", at


def _international(reading: Reading) -> list[Finding]:
    return [found for start, end, compact in _candidates(reading) for found in _judged(reading, compact, start, end)]


def _candidates(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Everything built as an IBAN of its country, with its place and without its blanks."""
    at = 0
    while candidate := _SHAPE.search(reading.text, at):
        end = _end(reading.text, candidate.start(), candidate.end())
        if end:
            yield candidate.start(), end, "".join(filter(str.isalnum, candidate.group()[: end - candidate.start()]))
        at = end or candidate.start() + 2


def _in_pieces(reading: Reading) -> list[Finding]:
    """An IBAN told piece by piece, with words between: `NL91 ABNA, then 0417 and last 1643 00`."""
    found = []
    for first, word in enumerate(reading.words):
        if not _BEGINS.fullmatch(word):
            continue
        compact = word
        for at in range(first + 1, min(len(reading.words), first + MOST_PIECES)):
            piece = reading.words[at]
            if _BEGINS.fullmatch(piece):
                break
            if any(map(str.isdecimal, piece)) or (at == first + 1 and len(piece) == BANK_CODE):
                compact += piece
                if len(compact) > LONGEST:
                    break
                if len(compact) >= SHORTEST and _is_iban(compact):
                    found += _judged(reading, compact, reading.starts[first], reading.ends[at])
                    break
    return found


def _is_iban(compact: str) -> bool:
    """Whether it is built as its country builds them."""
    built = _built(compact[:2].upper())
    return built is not None and compact.isascii() and built.fullmatch(compact) is not None


def _judged(reading: Reading, compact: str, start: int, end: int) -> list[Finding]:
    """The IBAN, if its check digits are right or money is spoken of."""
    if _sums_up(compact):
        return [reading.finding("iban", start, end, "iban.check_digits")]
    first = reading.word_at(start)
    sentence = reading.sentences[first]
    said = {meaning for at in (sentence - 1, sentence) for meaning in reading.said.get(at, ())}
    if not said & _OF_MONEY or _is_numbered(reading, first):
        return []
    return [reading.finding("iban", start, end, "iban.mistyped")]


def _is_numbered(reading: Reading, first: int) -> bool:
    """Whether the words just before this one are about something else that bears a number."""
    near = [reading.vocabulary.meanings(word) for word in reading.words[max(0, first - NEAR) : first]]
    return any("numbered" in meanings and not meanings & _OF_ACCOUNTS for meanings in near)


def _sums_up(compact: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


@cache
def _built(country: str) -> re.Pattern[str] | None:
    from stdnum import numdb

    _, known = numdb.get("iban").info(country)[0]
    if "bban" not in known:
        return None
    kinds = {"n": r"\d", "a": "[a-z]", "c": "[a-z0-9]"}
    parts = "".join(f"{kinds[kind]}{{{count}}}" for count, kind in re.findall(r"(\d+)!([nac])", known["bban"]))
    return re.compile(rf"[a-z]{{2}}\d\d{parts}")


def _end(text: str, start: int, end: int) -> int:
    """Where the IBAN that begins here ends; 0 where it is none."""
    compact = ""
    for at in range(start, end):
        if text[at].isalnum():
            compact += text[at]
        whole = at + 1 == len(text) or not text[at + 1].isalnum()
        if whole and SHORTEST <= len(compact) <= LONGEST and _is_iban(compact):
            return at + 1
    return 0


def _national(reading: Reading) -> list[Finding]:
    found = [
        reading.finding("iban", *match.span(), "iban.national")
        for match in _CZECH.finditer(reading.text)
        if _is_bank(match.group()[-BANK_CODE:]) or _of_an_account(reading, reading.word_at(match.start()))
    ]
    for run in runs(reading):
        digits = "".join(part.digits for part in run)
        place = run[0].word, run[-1].word
        if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and _is_account(reading, digits, place[0]):
            found.append(reading.finding_at("iban", place, "iban.national"))
    return found


@cache
def _is_bank(code: str) -> bool:
    """Whether a Czech bank has this code."""
    from stdnum import numdb

    return bool(numdb.get("cz/banks").info(code)[0][1])


def _is_account(reading: Reading, digits: str, first: int) -> bool:
    from stdnum import iban
    from stdnum.es import ccc

    if len(digits) == NRB_DIGITS:
        return iban.is_valid(f"PL{digits}")
    if len(digits) == CCC_DIGITS and ccc.is_valid(digits):
        return not any(
            "numbered" in reading.vocabulary.meanings(word) for word in reading.words[max(0, first - NEAR) : first]
        )
    return len(digits) <= NRB_DIGITS and _of_an_account(reading, first)


def _of_an_account(reading: Reading, first: int) -> bool:
    """Whether the words just before speak of a bank account, and of nothing else that bears a number."""
    for at in range(first - 1, max(-1, first - 1 - NEAR), -1):
        meanings = reading.vocabulary.meanings(reading.words[at])
        if "account" in meanings or "account number" in meanings:
            return reading.sentences[at] == reading.sentences[first]
        if "numbered" in meanings or "call" in meanings:
            return False
    return any(
        phrase[1] < first and first - phrase[1] <= NEAR and reading.sentences[phrase[0]] == reading.sentences[first]
        for phrase in reading.index.get("account number", ())
    )
