"""What the operator's door says when it cannot do what was asked: one sentence, exit 2; exit 1 for a failed check."""

from __future__ import annotations


class BadInput(Exception):
    """What was asked cannot be; the message is the sentence."""
