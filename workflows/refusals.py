"""Why the engine refuses. Each refusal says what would have been possible or which condition failed."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.facts import GuardAnswer
from workflows.fields.base import FieldError


class Refusal(Exception):
    """The act is not possible now; nothing was changed."""


class EventNotAllowed(Refusal):
    """No row lets this actor do this event in this state."""

    def __init__(self, state: str, role: str, event: str) -> None:
        super().__init__(f"{role} cannot {event} while the case is {state}")
        self.state, self.role, self.event = state, role, event


class NotEligible(Refusal):
    """Rows exist, but an *if* of each of them does not hold."""

    def __init__(self, event: str, guards: Sequence[GuardAnswer]) -> None:
        failed = ", ".join(answer.name for answer in guards if not answer.holds)
        super().__init__(f"{event} is not possible: {failed}")
        self.event, self.guards = event, tuple(guards)


class FieldsInvalid(Refusal):
    """What must be said is missing or wrong."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.pointer} {error.reason}" for error in errors))
        self.errors = tuple(errors)
