"""What is said where the platform decides: in claims, and about measures against a seller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cli.demo.fields.told import Fields, Told

STATEMENT = (
    "facts_and_period",
    "relied_on",
    "why_it_fits",
    "scope",
    "internal_complaint",
    "out_of_court_body",
    "court",
)


def _decision(told: Told, said: Fields) -> Fields:
    """For whom is the step's; a shared one gives half of the price, one for the seller nothing."""
    reasons = {
        "findings": told.words,
        "rules": told.line("rules"),
        "evidence": told.line("decided_on"),
        "redress": told.line("redress_of_claims"),
    }
    if said["in_favour_of"] == "seller":
        nothing = {"remedy": "none", "amount": None, "who_pays": "nobody", "counts_against_the_seller": False}
        return reasons | nothing
    if said["in_favour_of"] == "shared":
        return reasons | {"amount": _half(told, said["amount"]), "counts_against_the_seller": False}
    return reasons


def _half(told: Told, whole: Mapping[str, Any]) -> Fields:
    return {**whole, "amount": f"{told.facts.price / 2:.2f}"}


def _appeal(told: Told, said: Fields) -> Fields:
    """A party of a claim names the ground; a seller says the facts against the measure."""
    return {"ground": "new_facts", "why": told.words} if "ground" in said else {"facts": told.words}


def _reasons(told: Told, said: Fields) -> Fields:
    """The statement of reasons of a measure, in the words of its market."""
    if "facts_and_period" not in said:
        return {}
    return dict(zip(STATEMENT, told.parts("statement"), strict=True)) | {
        "rule": told.line("rule_of_answers"),
        "market": told.seller.market,
    }


def _consent(told: Told, said: Fields) -> Fields:
    return {"why": told.words} if "why" in said else {}


RULINGS: dict[str, Callable[[Told, Fields], Fields]] = {
    "report": lambda told, _: {"quote": told.line("report_quote")},
    "request_evidence": lambda told, _: {"items": told.parts("evidence_items")},
    "decide": _decision,
    "carry_out": lambda told, _: {"reference": f"pay-{told.number}"},
    "appeal": _appeal,
    "deny_appeal": lambda told, _: {"reasons": told.words, "redress": told.line("redress_of_claims")},
    "refuse_claim": lambda told, _: {"ground": told.words, "redress": told.line("redress_of_claims")},
    "impose": _reasons,
    "consent": _consent,
}
