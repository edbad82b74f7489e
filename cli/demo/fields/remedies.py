"""What is said about wishes, remedies, guarantees and money between buyer and seller."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from cli.demo.fields.told import Fields, Told

COST_OF_A_REPAIR = Decimal("0.3")


def _change(told: Told, _: Fields) -> Fields:
    return dict(zip(("what", "old", "new"), told.parts("change_what"), strict=True))


def _why_not(told: Told, said: Fields) -> Fields:
    """Only where another remedy was wished must it be explained."""
    return {"why_not_the_wish": told.line("why_not_the_wish")} if "why_not_the_wish" in said else {}


def _rejection(told: Told, _: Fields) -> Fields:
    return {
        "ground": "damaged_by_buyer",
        "why": told.words,
        "evidence": told.line("marks"),
        "redress": told.line("redress"),
    }


def _denial(told: Told, _: Fields) -> Fields:
    return {"clause": told.line("clause"), "evidence": told.line("marks"), "redress": told.line("redress")}


def _cover(told: Told, said: Fields) -> Fields:
    """The seller names the terms, the platform its ground."""
    if "terms" not in said:
        return {"ground": told.words}
    return {"terms": told.line("terms"), "guarantor": told.line("maker")}


def _cost(told: Told, _: Fields) -> Fields:
    estimate = (told.facts.price * COST_OF_A_REPAIR).quantize(Decimal(1), ROUND_HALF_UP)
    return {"estimate": {"amount": f"{estimate}.00", "currency": told.facts.currency}, "findings": told.words}


REMEDIES: dict[str, Callable[[Told, Fields], Fields]] = {
    "request_information": lambda told, _: {"items": told.parts("info_items")},
    "give_information": lambda told, _: {"answers": told.parts("info_answers")},
    "decline": lambda told, _: {
        "policy_code": "returns.unused_only",
        "why": told.words,
        "alternative": told.line("alternative"),
    },
    "agree_change": _change,
    "refuse_withdrawal": lambda told, _: {"ground": told.words, "redress": told.line("redress")},
    "contest_right": lambda _, __: {"ground": "other_goods"},
    "refund": lambda told, _: {"reference": f"pay-{told.number}"},
    "confirm_payment": lambda told, _: {"reference": f"pay-{told.number}"},
    "accept_repair": _why_not,
    "accept_replacement": _why_not,
    "send_to_expert": lambda told, _: {"expert": told.line("expert")},
    "reject": _rejection,
    "update_status": lambda told, _: {"done": told.words, "next": told.line("next_step")},
    "confirm_cover": _cover,
    "deny_cover": _denial,
    "refer_to_guarantor": lambda told, _: {"guarantor": told.line("maker"), "reference": f"RMA-{told.number}"},
    "offer_cost": _cost,
}
