"""What a rule found in a text."""

from __future__ import annotations

from typing import Literal, NamedTuple

Label = Literal[
    "email",
    "phone",
    "messenger",
    "social",
    "url",
    "iban",
    "payment_offplatform",
    "deal_offplatform",
    "marketing",
    "insult",
    "misleading",
]
Role = Literal["buyer", "seller"]

# The sentence that explains each label to people, by its key in the texts.
REASONS: dict[Label, str] = {
    "email": "conduct.email",
    "phone": "conduct.phone",
    "messenger": "conduct.messenger",
    "social": "conduct.social",
    "url": "conduct.url",
    "iban": "conduct.iban",
    "payment_offplatform": "conduct.payment_offplatform",
    "deal_offplatform": "conduct.deal_offplatform",
    "marketing": "conduct.marketing",
    "insult": "conduct.insult",
    "misleading": "conduct.misleading",
}


class Finding(NamedTuple):
    """A label, where it stands in the original (code points, the end exclusive), and which rule says so.

    `reason` is the key of the sentence that explains it to people; one that is not `sure` waits for a person.
    """

    label: Label
    start: int
    end: int
    rule: str
    reason: str
    sure: bool = True
