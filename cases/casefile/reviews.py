"""What a person of the platform must look at: opened by a message, alerted every working day, closed by a decision."""

from __future__ import annotations

from cases.casefile.draft import Draft
from cases.ids import new_id
from markets.durations import WorkingDays
from workflows.grammar import PLATFORM

REVIEW = "review"
CONTRADICTION = "contradiction"
ALERT_EVERY = WorkingDays(1)


def open_review(draft: Draft, kind: str, about: int) -> None:
    """Put message ``about`` before the platform; only a person can decide, so admins are alerted until one has."""
    review = new_id()
    draft.reviews.append(
        {
            "id": review,
            "case_id": draft.file.case.id,
            "seq": about,
            "kind": kind,
            "opened_at": draft.now,
            "decision": "",
            "decided_at": None,
            "decided_by": None,
        }
    )
    draft.start(REVIEW, review, PLATFORM, "", None, alert_every=ALERT_EVERY)


def close_review(draft: Draft, review: str) -> None:
    """The platform has looked."""
    for deadline in draft.running(REVIEW, review):
        draft.end(deadline, "met")
