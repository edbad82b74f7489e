"""Reply templates: data in one file a language, filled from the case in the case's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter

import msgspec

from cases.casefile.casefile import CaseFile
from markets.translate import FALLBACK, plain_list, say_deadline

FOLDER = Path(__file__).parent


class Template(msgspec.Struct, frozen=True):
    """A template as its file has it: for which kinds of case, and whether it is offered in the composer."""

    title: str
    kinds: tuple[str, ...]
    body: str
    offered: bool = True

    @property
    def places(self) -> frozenset[str]:
        """What must be filled."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.body) if name)


class Filled(msgspec.Struct, frozen=True):
    """A template with the facts of a case in its places."""

    name: str
    title: str
    body: str
    lang: str


def replies_for(file: CaseFile) -> list[Filled]:
    """The templates that the case can fill, in its language; in English where that has none."""
    lang = spoken_here(file.case.lang)
    facts = facts_of_case(file)
    return [
        Filled(name, template.title, template.body.format(**facts).strip(), lang)
        for name, template in templates(lang).items()
        if template.offered and file.case.kind in template.kinds and template.places <= facts.keys()
    ]


def reply_named(file: CaseFile, name: str) -> Filled | None:
    """One template, filled; None where there is none, or the case cannot fill it."""
    lang = spoken_here(file.case.lang)
    template, facts = templates(lang).get(name), facts_of_case(file)
    if template is None or not template.places <= facts.keys():
        return None
    return Filled(name, template.title, template.body.format(**facts).strip(), lang)


def facts_of_case(file: CaseFile) -> dict[str, str]:
    """What the places may be filled with; a fact that the case does not have is not among them."""
    case, lang = file.case, file.case.lang
    facts = {"number": case.number, "seller": file.seller_name}
    if file.buyer is not None and file.buyer.name:
        facts["buyer"] = file.buyer.name
    if file.order is not None:
        titles = {line.line: line.title for line in file.order.terms.lines}
        facts["order"] = file.order.id
        facts["items"] = plain_list([titles[unit.line] for unit in case.units] or list(titles.values()), lang)
    if case.reply_due_at is not None:
        facts["due"] = say_deadline(case.reply_due_at, file.calendar.zone, lang)
    if file.return_address:
        facts["address"] = address_lines(file.return_address)
    return facts


def address_lines(address: Mapping[str, str]) -> str:
    """An address as it stands on a parcel."""
    town = f"{address.get('postal_code', '')} {address.get('city', '')}".strip()
    first = [address.get(name, "") for name in ("name", "company", "street", "extra")]
    return "\n".join(line for line in (*first, town, address.get("country", "")) if line)


def spoken_here(language: str) -> str:
    """The language in which there are templates that serves a reader of this one."""
    base = language.partition("-")[0]
    return base if (FOLDER / f"{base}.toml").is_file() and base.isalpha() else FALLBACK


@cache
def templates(language: str) -> dict[str, Template]:
    """The templates of a language by name."""
    return msgspec.convert(tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8")), dict[str, Template])
