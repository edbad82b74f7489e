"""What a claim leaves the parties while it holds their case: to write, and the seller to give what is asked for."""

from __future__ import annotations

from workflows.facts import Facts
from workflows.grammar import BUYER, SELLER, Role

GIVES: dict[str, frozenset[str]] = {
    "refund": frozenset({"refund", "accept_refund", "refund_without_return", "let_buyer_keep", "accept"}),
    "partial_refund": frozenset({"refund", "accept_refund", "refund_without_return", "accept_price_cut"}),
    "repair": frozenset({"accept_repair", "decide_repair"}),
    "replacement": frozenset({"accept_replacement", "decide_replacement", "ship_again"}),
    "delivery": frozenset({"ship_again", "ship_remedy", "send_back"}),
}
"""By what a claim asks for: the seller's events that give it."""


def a_claim_forbids(role: Role, event: str, facts: Facts) -> bool:
    """While a claim holds the case both parties may only write; the seller may give what the claim asks for."""
    if role not in (BUYER, SELLER) or not facts.held_by_claim:
        return False
    return role is not SELLER or event not in GIVES.get(facts.claim_asks_for, ())
