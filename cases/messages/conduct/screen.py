"""All rules over one text, and what follows."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import partial
from typing import NamedTuple

from cases.messages.conduct import email, iban, messenger, phone, social, taught, url
from cases.messages.conduct.finding import Finding, Role
from cases.messages.conduct.hearing import heard
from cases.messages.conduct.policy import ANY_MARKET, STRENGTH, Verdict, action
from cases.messages.conduct.reading import Reading, read

# What is a thing of its own and is marked once; what is said about it may lie around it.
NEXT = 2
_THINGS = frozenset(["iban", "email", "messenger", "phone", "url", "social"])


class Screened(NamedTuple):
    """The strongest verdict, and every finding that leads to more than nothing, in the order of the text."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def screen(text: str, role: Role, language: str, market: str = ANY_MARKET, document: str = "") -> Screened:
    """Judge a text; pure, and linear in its length."""
    reading = read(text, language)
    follows = [(found, action(found, role, market, document)) for found in find(reading, role)]
    findings = tuple(found for found, verdict in follows if verdict != "pass")
    return Screened(max((verdict for _, verdict in follows), key=STRENGTH.index, default="pass"), findings)


def find(reading: Reading, role: Role) -> list[Finding]:
    """What the rules find and what is heard in the words, each thing once."""
    kept = written(reading)
    said = heard(reading, kept, role)
    for label in dict.fromkeys(item.label for item in said):
        known = sorted((item for item in kept if item.label == label), key=lambda item: item.start)
        kept += _beside([item for item in said if item.label == label and not _holds(item, known)], _things(kept))
    return sorted(set(kept), key=lambda found: (found.start, found.end, found.label))


def written(reading: Reading, numbers: array[float] | None = None) -> list[Finding]:
    """What is written and may be covered; `numbers` are other weights than those in use.

    One goes before another over the same words: an address is no link, an account no number.
    """
    called = partial(phone.find, weights=taught.numbers() if numbers is None else numbers)
    kept: list[Finding] = []
    for find_written in (iban.find, email.find, messenger.find, called, url.find, social.find):
        kept += _beside(find_written(reading), _things(kept))
    return kept


def _holds(said: Finding, known: list[Finding]) -> bool:
    """Whether one of these, in the order of the text, lies within what was heard or right behind it ("mail: …")."""
    at = bisect_right(known, said.start, key=lambda item: item.end)
    return at < len(known) and known[at].start <= said.end + NEXT


def _things(found: list[Finding]) -> list[Finding]:
    return sorted((item for item in found if item.label in _THINGS), key=lambda item: item.start)


def _beside(found: list[Finding], taken: list[Finding]) -> list[Finding]:
    """Those that do not lie within something already found; both in the order of the text, walked once."""
    kept: list[Finding] = []
    at = 0
    for item in sorted(found, key=lambda item: (item.start, -item.end)):
        if kept and item.label == kept[-1].label and item.start < kept[-1].end:
            continue
        while at < len(taken) and taken[at].end <= item.start:
            at += 1
        inside = at < len(taken) and taken[at].start <= item.start and item.end <= taken[at].end
        crossing = at < len(taken) and taken[at].start < item.end and ("." in item.rule and ":" not in item.rule)
        if not inside and not (crossing and item.label in _THINGS):
            kept.append(item)
    return kept
