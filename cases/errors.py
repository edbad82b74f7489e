"""What can go wrong, said as facts. A class's docstring is its message; HTTP statuses live in ``api``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

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


class BrokenRule(NamedTuple):
    """What a rule of conduct found: in which text, its label, where, which rule says so, and the reason's key.

    ``start`` and ``end`` count code points of the text as it was sent, the end exclusive.
    """

    pointer: str
    label: str
    start: int
    end: int
    rule: str
    reason: str


class ConductRefused(NazorgError):
    """An automatic check found in the words what may not be said here.

    ``refusal`` is the id under which it is recorded; until ``object_until`` a person can be asked to look at it.
    ``seller`` is whose case it was to be written to, in which ``market``.
    """

    def __init__(
        self, broken: Sequence[BrokenRule], *, refusal: str, seller: str, market: str, object_until: datetime
    ) -> None:
        super().__init__()
        self.broken, self.refusal, self.object_until = tuple(broken), refusal, object_until
        self.seller, self.market = seller, market


class OffPlatformContact(ConductRefused):
    """An automatic check found contact or a deal outside the platform."""


class Marketing(ConductRefused):
    """An automatic check found advertising."""


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
    OffPlatformContact: "off_platform_contact",
    Marketing: "marketing",
    ClockCannotGoBack: "fields_invalid",
    EventNotAllowed: "event_not_allowed",
    NotEligible: "not_eligible",
    FieldsInvalid: "fields_invalid",
}
"""The stable code of each refusal (the contract's), under which it is answered and recorded."""


def code_of(error: Exception) -> str:
    """The stable code of a refusal."""
    return CODES[type(error)]
