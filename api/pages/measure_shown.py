"""What a measure means for its seller: whether it has its effect, until when, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from api.pages.form_texts import label_of
from api.pages.forms import Choices
from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of
from markets.translate import has_text, say_day, translate

STANDS = {
    "proposed": "proposed",
    "awaiting_consent": "proposed",
    "announced": "announced",
    "appealed_before_effect": "announced",
    "in_force": "in_force",
    "appealed": "in_force",
}
"""How a measure stands in each state of its case; in all others it is over."""


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure in words. ``until`` is its last day, None for one that only a decision ends."""

    measure: str
    stands: str
    until: date | None
    appeal_until: datetime | None
    breaches: Choices


def measure_shown(file: CaseFile, breaches: Choices, now: datetime) -> MeasureShown | None:
    """The measure that the case is about; None where it is about none."""
    measure = file.case.progress.measure
    if measure is None:
        return None
    appeal_until = facts_of(file, now).sanction.appeal_until
    stands = STANDS.get(file.case.state, "over")
    may_appeal = appeal_until is not None and appeal_until > now
    return MeasureShown(measure.measure, stands, measure.until, appeal_until if may_appeal else None, breaches)


Told = list[tuple[str, str]]
_A_DAY, _A_CODE = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"[a-z_]+")


def said_of(fields: Mapping[str, object], language: str) -> Told:
    """What a message about a measure says in its fields, each by its label; lists have places of their own."""
    told = [(label_of(name, language), _text(value, language)) for name, value in fields.items()]
    return [(label, text) for label, text in told if text]


def _text(value: object, language: str) -> str:
    if isinstance(value, bool):
        return translate("page.form.yes" if value else "page.form.no", language)
    if not isinstance(value, str):
        return ""
    if _A_DAY.fullmatch(value):
        return say_day(date.fromisoformat(value), language)
    codes = [f"{kind}.{value}" for kind in ("choice", "ground")] if _A_CODE.fullmatch(value) else []
    return next((translate(key, language) for key in codes if has_text(key, language)), value)
