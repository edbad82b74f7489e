"""Handles, pages and profiles elsewhere, with or without the service's name."""

from __future__ import annotations

import re

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading

NEAR = 8
_HANDLE = re.compile(r"(?<![\w.@])@[a-z0-9_](?:[a-z0-9_]|\.(?=[a-z0-9_])){2,30}")
_NAME = re.compile(r"(?<![\w@./-])(?:[a-z0-9]+(?:[_.][a-z0-9]+)+|[a-z]{3,}\d{1,4})(?![\w@/]|[-.]\w)")
# "insta: sanne", "mein Insta-Name ist holz": the service and who one is there.
_NAMED = re.compile(
    r"\b(?:insta|instagram|ig|fb|facebook|tiktok|tik tok|snap|snapchat|twitter|linkedin|vinted|etsy|olx|ebay)"
    r"(?:[- ]?(?:name|naam|nom|nick|pseudo|handle|profil|profile|account|user|username|konto|cont|nome|nombre))?"
    r"(?: ?[:=]| (?:is|ist|est|c'est|es|to|je|ar|heter|heiss|heisst)\b)[ ]{0,2}(?P<name>[a-z0-9_.]{3,40}+)"
)
# "kowal#0417": a name and its number, as gamers have them; "order#1234" is something that is counted.
_TAG = re.compile(r"(?<![\w@./#-])(?P<name>[a-z][a-z0-9_.]{2,30})#\d{4}(?![\w#])")
_ADDRESSED = re.compile(r"(?:^|\n)\s*$")


def find(reading: Reading) -> list[Finding]:
    """Handles by their sign, names beside the words that look for them, then the service and its name."""
    found = [
        reading.finding("social", *match.span(), "social.handle")
        for match in _HANDLE.finditer(reading.text)
        if _is_handle(reading, match)
    ]
    found += [
        reading.finding("social", *match.span(), "social.name")
        for match in _NAME.finditer(reading.text)
        if _is_looked_for(reading, match)
    ]
    found += [
        reading.finding("social", *match.span(), "social.handle")
        for match in _TAG.finditer(reading.text)
        if "numbered" not in reading.vocabulary.meanings(match["name"])
    ]
    found += [
        reading.finding("social", *match.span("name"), "social.named")
        for match in _NAMED.finditer(reading.text)
        if not reading.in_sentence("topic", reading.word_at(match.start()))
    ]
    return found


def _is_handle(reading: Reading, match: re.Match[str]) -> bool:
    if match.group()[1:].replace(".", "").isdecimal():
        return False
    marked = re.search(r"[0-9_.]", match.group()) is not None
    at_the_start = _ADDRESSED.search(reading.text[: match.start()][-20:]) is not None
    return marked or not at_the_start


def _is_looked_for(reading: Reading, match: re.Match[str]) -> bool:
    """A name with a mark in it, in a sentence that names a service or bids to find somebody."""
    if not re.search(r"[a-z]", match.group()) or not reading.words:
        return False
    at = reading.word_at(match.start())
    marked = "_" in match.group()
    near = (at, at)
    service = reading.nearest("social", near, NEAR) or reading.nearest("channel", near, NEAR)
    looked = reading.nearest("find", near, NEAR)
    if marked:
        return bool(service or looked)
    return bool(service and looked) and not reading.in_sentence("topic", at)
