"""E-mail addresses in any disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.url import DOT, is_suffix

# What the sign is called where people say it.
_AT_NAMES = (
    "apen?staart(?:je)?|aapje|klammer ?affe|affenschwanz|aroba(?:se|s)?|arr?obase|arroba|chioccio(?:la|lina)|malpa|"
    "zavinac|arond|a rond(?:a|ul)?|coada de maimuta|snabel-?a|kanelbulle|at ?sign|at-?zeichen|at-?teken|kringel-?a|"
    "alfa-?tecken|a commercial|arobas|a-?malpa|slaapmutsje|malpk[aei]|melc(?:ul|isor)?|kringla|opice|ucho|"
    r"a (?:in|im|en|i|w|v|dans|nel|intr)[ -](?:\w{1,5} )?(?:circle|ring|kreis|kringel|rondje|cirkel|kolku|"
    r"kolecku|krouzku|rond|cerchio|circulo|cerc)"
)
# "administration, arroba, y luego tienda punto es"
_GOING_ON = r"(?:(?:y|en|und|et|e|i|a|och|si|and) )?(?:luego|dan|dann|puis|poi|potem|pak|sen|sedan|apoi|then)[ ,]{1,2}"
_AT = rf"(?:@|[(\[{{<*_-]{{1,2}}\s?(?:@|at|a|et|aatje|{_AT_NAMES})\s?[)\]}}>*_-]{{1,2}}|\b(?:{_AT_NAMES})\b)"
# What else may join the parts of a name, said or written.
_LINES = (
    "underscore|unterstrich|streepje|minus|myslnik|podkreslnik|tiret|guion bajo|guion|trattino|podtrzitko|pomlcka|"
    "liniuta|bindestreck"
)
_JOINT = rf"[ ,]{{0,2}}(?:{DOT}|\[?\b(?:{_LINES})\b\]?)[ ,]{{0,2}}"
_PART = r"[a-z0-9_%+-]{1,40}+"
# "j***n@…" tells nobody an address.
_LOCAL = rf"(?<![^\W_])(?<![*•…]){_PART}(?:{_JOINT}{_PART}){{0,4}}"
_DOMAIN = rf"(?P<domain>[a-z0-9-]{{1,63}}(?:[ ,]{{0,2}}{DOT}[ ,]{{0,2}}[a-z0-9-]{{2,63}}){{0,3}})"
_ADDRESS = re.compile(rf"{_LOCAL}[ ,]{{0,2}}\n?{_AT}[ ,]{{0,2}}(?:{_GOING_ON})?\n?[ ]{{0,2}}{_DOMAIN}")
_SAID_AT = re.compile(rf"{_LOCAL} (?P<said>at|et|aet|app?e|na|w|bij|bei|chez|a|su|en|op|auf|pe|pa) {_DOMAIN}")
# "jan.jansen92 gmail": no sign at all, but a name with a mark in it beside somebody who keeps mail.
_BESIDE = re.compile(
    r"(?<![\w.-])(?P<name>[a-z0-9]{1,40}+(?:[._-][a-z0-9]{1,40}+){0,5}+)[ ,]{1,3}"
    r"(?:(?:op|auf|sur|su|en|na|pe|pa|on|van) )?"
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|gmx|seznam|libero|onet|interia|ziggo|laposte)"
    rf"(?: ?{DOT} ?[a-z]{{2,3}})?\b"
)
# "my gmail is dana91"
_NAMED = re.compile(
    r"\b(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|gmx|seznam|libero|onet|interia|ziggo|laposte)"
    r"(?: ?(?::|=)| (?:is|ist|est|c'est|es|e|je|to|ar)\b)[ ]{0,2}(?P<name>[a-z0-9._-]{4,40}+)"
)
_AT_LEAST = frozenset(["at", "et", "aet", "bij", "bei", "chez", "na", "w"])  # the rest need somebody who keeps mail
# Who keeps mail under a name that is a common word elsewhere; and words before "at" that are nobody's name.
_ALSO_WORDS = frozenset(["free", "web", "live", "orange", "planet", "alice", "centrum", "proton", "sky"])
_NO_NAMES = frozenset(
    "up it me us him her them look find here is online site page video photos shop see it's you out".split()
)
_MARK = re.compile(r"[0-9._-]")
_DOTS = re.compile(DOT)
_USUAL = frozenset("com net org eu nl be de at ch fr pl es it cz ro se uk ie".split())


def find(reading: Reading) -> list[Finding]:
    """The addresses."""
    found = [
        reading.finding("email", match.start(), _end(match), "email.address")
        for match in _ADDRESS.finditer(reading.text)
        if _is_domain(reading, match["domain"]) and not _is_handle(reading, match)
    ]
    found += [reading.finding("email", match.start(), _end(match), "email.address") for match in _said(reading)]
    found += [
        reading.finding("email", *match.span(), "email.provider")
        for match in _BESIDE.finditer(reading.text)
        if _MARK.search(match["name"])
    ]
    found += [
        reading.finding("email", *match.span(), "email.provider")
        for match in _NAMED.finditer(reading.text)
        if _MARK.search(match["name"].rstrip("."))
    ]
    return found


def _said(reading: Reading) -> Iterator[re.Match[str]]:
    """Addresses whose sign is a common word; what is none may hold the beginning of one."""
    at = 0
    while match := _SAID_AT.search(reading.text, at):
        spelled = match["said"] in _AT_LEAST and _DOTS.search(match["domain"].replace(".", "")) is not None
        local = reading.text[match.start() : match.start("said")].strip()
        kept = _is_provider(reading, match["domain"]) and (
            len(_labels(match["domain"])) > 1 or match["domain"] not in _ALSO_WORDS
        )
        if local not in _NO_NAMES and ((spelled and _is_domain(reading, match["domain"])) or kept):
            yield match
            at = match.end()
        else:
            at = match.start("said")


def _is_handle(reading: Reading, match: re.Match[str]) -> bool:
    """`insta @lea.brode` is somebody's name elsewhere; `jan @gmail.com` is an address all the same."""
    sign = reading.text.find("@", match.start(), match.start("domain"))
    apart = sign > 0 and reading.text[sign - 1].isspace() and not reading.text[sign + 1 : sign + 2].isspace()
    return apart and not (_is_provider(reading, match["domain"]) or _labels(match["domain"])[-1] in _USUAL)


def _labels(domain: str) -> list[str]:
    return [label.strip() for label in _DOTS.split(domain) if label and label.strip()]


def _is_provider(reading: Reading, domain: str) -> bool:
    first = _labels(domain)[:1]
    return bool(first) and "provider" in reading.vocabulary.meanings(first[0])


def _is_domain(reading: Reading, domain: str) -> bool:
    labels = _labels(domain)
    return (len(labels) > 1 and any(is_suffix(label) for label in labels[1:])) or _is_provider(reading, domain)


def _end(match: re.Match[str]) -> int:
    """The end of the address: its last label that is a suffix, so that a sentence which goes on is left out."""
    end = match.start("domain")
    for number, label in enumerate(re.finditer(r"[a-z0-9-]+", match["domain"])):
        if (number == 0) or is_suffix(label.group()):
            end = match.start("domain") + label.end()
    return end
