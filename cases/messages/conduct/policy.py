"""What follows from a finding: the one table."""

from __future__ import annotations

from typing import Literal

from cases.messages.conduct.finding import Finding, Label, Role

Verdict = Literal["pass", "note", "mask", "hold", "refuse"]
STRENGTH: tuple[Verdict, ...] = ("pass", "note", "mask", "hold", "refuse")
ANY_MARKET = "*"

# The law obliges these to show who made them and how to be reached; contact in them is noted, never refused.
OPEN_DOCUMENTS = frozenset(["invoice", "credit_note", "guarantee", "label", "manual", "repair_report"])

# fmt: off
POLICY: dict[tuple[Role, Label, str], Verdict] = {
    # who        what                     where       then
    ("buyer",   "email",                 ANY_MARKET): "mask",
    ("buyer",   "phone",                 ANY_MARKET): "mask",
    ("buyer",   "messenger",             ANY_MARKET): "mask",
    ("buyer",   "social",                ANY_MARKET): "mask",
    ("buyer",   "url",                   ANY_MARKET): "mask",
    ("buyer",   "iban",                  ANY_MARKET): "mask",
    ("buyer",   "payment_offplatform",   ANY_MARKET): "mask",
    ("buyer",   "deal_offplatform",      ANY_MARKET): "mask",
    ("buyer",   "marketing",             ANY_MARKET): "pass",
    ("buyer",   "insult",                ANY_MARKET): "hold",
    ("buyer",   "misleading",            ANY_MARKET): "pass",
    ("seller",  "email",                 ANY_MARKET): "refuse",
    ("seller",  "phone",                 ANY_MARKET): "refuse",
    ("seller",  "messenger",             ANY_MARKET): "refuse",
    ("seller",  "social",                ANY_MARKET): "refuse",
    ("seller",  "url",                   ANY_MARKET): "refuse",
    ("seller",  "iban",                  ANY_MARKET): "refuse",
    ("seller",  "payment_offplatform",   ANY_MARKET): "refuse",
    ("seller",  "deal_offplatform",      ANY_MARKET): "refuse",
    ("seller",  "marketing",             ANY_MARKET): "refuse",
    ("seller",  "insult",                ANY_MARKET): "hold",
    ("seller",  "misleading",            ANY_MARKET): "note",
}
# fmt: on
UNSURE: Verdict = "hold"


def action(finding: Finding, role: Role, market: str = ANY_MARKET, document: str = "") -> Verdict:
    """What follows from one finding; `document` is the kind of attachment that it was found in, if any."""
    follows = POLICY.get((role, finding.label, market)) or POLICY[role, finding.label, ANY_MARKET]
    if document in OPEN_DOCUMENTS:
        return "pass" if follows == "pass" else "note"
    unsure = not finding.sure and STRENGTH.index(follows) > STRENGTH.index("note")
    return UNSURE if unsure else follows
