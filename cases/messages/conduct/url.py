"""Links to anywhere but a carrier's tracking page, an authority or the market place; spelled out too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.vocabulary import WORDS

_DOT_NAMES = (
    "dot|punt(?:je)?|punkt(?:chen)?|point|kropk[aei]|kropeczka|punt(?:o|ito|ino)|teck[au]|punct(?:ul)?|d0t|p0int"
)
_IN_BRACKETS = rf"{_DOT_NAMES}|\.|pt|pkt|pct|pnt|prick(?:en)?|p|d"
DOT = rf"(?:\.|[(\[{{]\s?(?:{_IN_BRACKETS})\s?[)\]}}]|\b(?:{_DOT_NAMES})\b)"
_SLASH = (
    r"(?:/|(?:forward |back)?slash|schuine streep|schragstrich|barre oblique|ukosnik|barra|lomitko|snedstreck|schrag|"
    r"przez|lomeno|sbarra)"
)
_START = r"(?<![a-z0-9@._-])"
_LABEL = r"[a-z0-9-]{2,63}+"
_LINK = re.compile(
    rf"{_START}(?P<scheme>h(?:tt|xx)ps?[ ]?:[ ]?/{{1,2}}[ ]?)?"
    r"(?P<host>[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){1,12}+)"
    r"(?P<path>(?::\d{2,5})?(?:[/?#][^\s\"<>]*)?)(?!@)"
)
_SPELLED = re.compile(
    rf"{_START}(?P<host>(?:www\b[ .]{{0,3}}(?:{DOT})?[ ]{{0,2}})?{_LABEL}"
    rf"(?:[ ]{{1,2}}{DOT}[ ]{{1,2}}{_LABEL}"
    rf"|[ ]?[(\[{{][ ]?(?:{_IN_BRACKETS})[ ]?[)\]}}][ ]?{_LABEL}"
    rf"|[ ]\.[ ]?[a-z]{{2,63}}+){{1,3}})"
    rf"(?P<path>(?:[ ]?{_SLASH}[ ]?[a-z0-9-]{{1,63}}+){{0,4}})"
)
# Endings that are a common word somewhere: a full stop without its space is no domain.
_WORDS = {
    "nl": "de is in me er om op no to at te en al so ga",
    "en": "is in it me my at be no so to do us am as",
    "de": "es in am so da im an je zu er ist",
    "fr": "de la me se es et un ne tu si il ce en",
    "es": "de es la me se no al el lo su si tu",
    "it": "di la se me in no da il al un ma si ne li ci",
    "pl": "to na do no za po so co my",
    "cs": "to na do se je si my ne co za",
    "ro": "de la se in nu me sa si cu am ma al",
    "sv": "se de en no at av du la ma vi so in",
}
_LEADS_TO = re.compile(
    r"(?:www|site|website|webseite|strona|stronie|strane|web|sajt|hemsida|link|url|zie|see|siehe|voir|ver|vedi|viz|vezi|"
    r"op|on|auf|sur|su|na|pe|pa|til|via|:)\s*$"
)
_LONG_SUFFIXES = frozenset(
    "info shop store online site club life live blog click buzz cloud website tech mobi page".split()
)
SHORTEST_HOST, LONGEST_USUAL, LONGEST_SPELLED = 4, 3, 4
_ABBREVIATED = re.compile(r"(?:[a-z0-9-]{1,2}\.)+[a-z]{1,2}")  # z.b., o.a., i.v.m.
_MARKED = re.compile(r"[0-9-]|\..+\.")
# Reserved for examples by RFC 2606: nobody's, and yet written as an address.
_MADE_UP = frozenset(["example", "test", "invalid", "localhost"])
_NUMBER = re.compile(r"(?:org|tel|nr|ord|art|ref|best|reg|kl|serie|serien|faktura|order)\.nr")  # Nauru's, and a number
_FILE = re.compile(r"\.(?:jpe?g|png|pdf|docx?|heic|mp4|mov|zip|txt|gif|webp|xlsx?|csv|avi|py|sh|js)$")


def find(reading: Reading) -> list[Finding]:
    """Written links, then spelled ones."""
    found = [reading.finding("url", start, end, "url.link") for start, end, _ in links(reading)]
    for match in _SPELLED.finditer(reading.text):
        labels = [label for label in re.split(DOT, match["host"]) if label and label.strip()]
        suffix = labels[-1].strip() if labels else ""
        if len(labels) > 1 and is_suffix(suffix) and _stands_alone(reading, match, suffix):
            found.append(reading.finding("url", match.start(), match.end(), "url.spelled"))
    return found


def links(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Every written link that leads where none may, as its place and its host."""
    for match in _LINK.finditer(reading.text):
        host = match["host"].strip("-")
        if not _is_link(reading, match, host) or allowed(host):
            continue
        yield match.start(), match.start() + len(match.group().rstrip(".,;:!?)'")), host


def _is_link(reading: Reading, match: re.Match[str], host: str) -> bool:
    suffix = host.rpartition(".")[2]
    if not is_suffix(suffix) or suffix.isdecimal() or len(host) < SHORTEST_HOST:
        return False
    if match["scheme"] or host.startswith("www.") or match["path"].startswith("/"):
        return True
    if (
        _FILE.search(host)
        or host.replace(".", "").isdecimal()
        or _ABBREVIATED.fullmatch(host)
        or _NUMBER.fullmatch(host)
    ):
        return False
    if suffix not in _WORDS.get(reading.language, "").split():
        known = len(suffix) <= LONGEST_USUAL or suffix in _LONG_SUFFIXES or suffix in _MADE_UP
        return known or _MARKED.search(host) is not None
    if _MARKED.search(host):
        return True
    before = reading.text[max(0, match.start() - 12) : match.start()]
    after = reading.text[match.end() : match.end() + 2].strip()
    return _LEADS_TO.search(before) is not None or not after or not after[0].isalpha()


def _stands_alone(reading: Reading, match: re.Match[str], suffix: str) -> bool:
    """Whether spelled words are a link and no ordinary point of a sentence."""
    if match["path"] or match["host"].startswith("www"):
        return True
    if suffix in _WORDS.get(reading.language, "").split():
        rest = reading.text[match.end() : match.end() + 3].strip()
        return not rest[:1].isalpha() and len(match["host"].split()[0]) > LONGEST_SPELLED
    return len(suffix) <= LONGEST_SPELLED or suffix in _LONG_SUFFIXES


@lru_cache(maxsize=2048)
def allowed(host: str) -> bool:
    """Whether everybody may point there."""
    labels = host.removeprefix("www.").split(".")
    return any(".".join(labels[at:]) in _allowed_domains() for at in range(len(labels) - 1))


@lru_cache(maxsize=4096)
def is_suffix(label: str) -> bool:
    """Whether the last label of a host is one that the public suffix list knows."""
    return label in _suffixes() or label in _MADE_UP


@cache
def _suffixes() -> frozenset[str]:
    from tldextract import TLDExtract

    bundled = TLDExtract(cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True)
    return frozenset(suffix for suffix in bundled.tlds if "." not in suffix)


@cache
def _allowed_domains() -> frozenset[str]:
    lines = (WORDS / "domains.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(
        domain.strip() for line in lines if not line.startswith("#") for domain in line.split(",") if domain.strip()
    )
