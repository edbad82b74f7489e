"""What is asked, promised, revived and left unanswered; and who speaks for the seller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.casefile import conversation
from cases.casefile.draft import Draft


def record_checklist(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """What was asked for is not asked for again."""
    draft.file.case.progress.asked_items += fields["items"]


def promise_answers(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The named questions are answered by the promised date."""
    conversation.promise(draft, fields["questions"], fields["date"])


def revive_clocks(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """What was waived or said to be answered waits again."""
    conversation.revive(draft, fields["to"])


def waive_answers(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """No open message needs an answer."""
    conversation.waive(draft, [owed.seq for owed in draft.file.case.progress.owed])


def note_silence(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The buyer was asked for information and said nothing."""
    if draft.file.case.state == "awaiting_buyer":
        draft.file.case.progress.request_unanswered = True


def note_answer(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The buyer gave what was asked for."""
    draft.file.case.progress.request_unanswered = False


def count_anew(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """An answer that the law asks for is asked for anew, from the reopening on."""
    progress = draft.file.case.progress
    for law in draft.file.workflow.statutory:
        if law.fires_once:
            progress.counts_from = draft.now
            progress.laws_over = [name for name in progress.laws_over if name != law.name]
            progress.left.pop(draft.file.workflow.reopens_in, None)


def take_over(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The platform acts for the seller from now on."""
    draft.file.case.progress.taken_over = True


def hand_back(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The seller acts again."""
    draft.file.case.progress.taken_over = False
