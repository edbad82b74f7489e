"""What can be wrong, in a buyer's words, and the kinds of case that could help, the one that gives most first.

Only the order in which ways are shown is decided here: whether one is open is for its workflow to say, and which one
is taken for the buyer.
"""

from __future__ import annotations

from collections.abc import Mapping

from workflows.questions import TOPICS

PROBLEMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "changed_mind": (("withdrawal", ""), ("return", "changed_mind")),
    "does_not_fit": (("withdrawal", ""), ("return", "does_not_fit")),
    "not_as_expected": (("withdrawal", ""), ("complaint", "not_as_described"), ("return", "not_as_expected")),
    "defective": (("complaint", "defective"), ("warranty", ""), ("withdrawal", ""), ("return", "other")),
    "damaged": (("complaint", "damaged_in_transit"), ("withdrawal", ""), ("return", "damaged")),
    "wrong": (("complaint", "wrong_item"), ("withdrawal", ""), ("return", "wrong")),
    "incomplete": (("complaint", "missing_parts"), ("withdrawal", ""), ("return", "incomplete")),
    "not_received": (("delivery", "not_received"), ("withdrawal", "")),
    "late": (("delivery", "late"), ("withdrawal", "")),
    "refused": (("delivery", "refused"), ("withdrawal", "")),
    "wrong_address": (("delivery", "wrong_address"),),
    "question": tuple(("question", topic) for topic in TOPICS),
}


def way_named(text: str) -> tuple[str, str]:
    """``complaint:defective`` taken apart."""
    kind, _, reason = text.partition(":")
    return kind, reason
