"""What a step of a plot says beside its words: the form's own example for the case, made to fit the people in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cli.demo.fields.goods import GOODS
from cli.demo.fields.remedies import REMEDIES
from cli.demo.fields.rulings import RULINGS
from cli.demo.fields.told import Fields, Told

_IN_WORDS = {
    "confirm_withdrawal": "ground",
    "decide_deduction": "ground",
    "decline_change": "why",
    "fail_payment": "why",
    "declare_lost": "result",
    "contest_right": "evidence",
    "claim_value_loss": "handling",
    "report_result": "findings",
    "decide_repair": "report",
    "decide_replacement": "report",
    "complete_repair": "done",
    "report_still_defective": "still_wrong",
    "report_status": "guarantor_says",
    "dispute_proof": "statement",
    "report": "what_happened",
    "accept_for_review": "scope",
    "add_statement": "facts",
    "give_evidence": "text",
    "grant_appeal": "reasons",
    "lift": "reasons",
    "dismiss": "ground",
    "respond": "text",
}
"""Which field of an event says the same as the words."""

_FIT = GOODS | REMEDIES | RULINGS


def fields_of(event: str, example: Mapping[str, Any], told: Told, own: Mapping[str, Any]) -> Fields:
    """The fields of an event; ``example`` is what the row offers for this case now, ``own`` what the step says."""
    said = {**example, **own}
    if event in _IN_WORDS:
        said[_IN_WORDS[event]] = told.words
    fit = _FIT.get(event)
    return {**said, **fit(told, said), **own} if fit else said
