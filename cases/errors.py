"""What can go wrong, said as facts. A class's docstring is its message; HTTP statuses live in ``api``."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.fields.base import FieldError
from workflows.refusals import EventNotAllowed, FieldsInvalid, NotEligible


class NazorgError(Exception):
    """Something is not possible."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or (self.__doc__ or "").strip())


class NotFound(NazorgError):
    """There is no such thing, or it is not yours."""


class Forbidden(NazorgError):
    """This call is not for your role."""


class ShapeInvalid(NazorgError):
    """A field of the request is missing or wrong."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.pointer}: {error.reason}" for error in errors))
        self.errors = tuple(errors)


class VersionConflict(NazorgError):
    """The case has moved on since you read it."""

    def __init__(self, state: str, version: int, seen: int) -> None:
        super().__init__(f"the case is at version {version}, not {seen}")
        self.state, self.version, self.seen = state, version, seen


class MessageRequired(NazorgError):
    """This needs words: say it to the other party in a message."""


class IdempotencyConflict(NazorgError):
    """This Idempotency-Key was used for another request."""


class RateLimited(NazorgError):
    """Too many messages for one day."""

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Busy(NazorgError):
    """Too much is happening at once; try again in a moment."""


class ClockCannotGoBack(NazorgError):
    """The sandbox's clock only moves forward."""


class Moved(Exception):
    """Somebody else wrote first; the decision has to be taken again. Never leaves ``cases``."""


CODES: dict[type[Exception], str] = {
    NotFound: "not_found",
    Forbidden: "forbidden",
    ShapeInvalid: "fields_invalid",
    VersionConflict: "version_conflict",
    MessageRequired: "message_required",
    IdempotencyConflict: "idempotency_conflict",
    RateLimited: "rate_limited",
    Busy: "busy",
    ClockCannotGoBack: "fields_invalid",
    EventNotAllowed: "event_not_allowed",
    NotEligible: "not_eligible",
    FieldsInvalid: "fields_invalid",
}
"""The stable code of each refusal (the contract's), under which it is answered and recorded."""


def code_of(error: Exception) -> str:
    """The stable code of a refusal."""
    return CODES[type(error)]
