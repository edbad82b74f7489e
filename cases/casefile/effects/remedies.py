"""What is wished, agreed, tried and failed to put a thing right; what a guarantee covers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.casefile.draft import Draft


def record_wish(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The remedy that the buyer wishes; to choose is their right."""
    draft.file.case.progress.wished = fields.get("wished_remedy", "")


def agree_repair(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """It is repaired."""
    draft.file.case.progress.remedy = "repair"


def agree_replacement(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """It is replaced."""
    draft.file.case.progress.remedy = "replacement"


def choose_refund(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The buyer wants the price back."""
    progress = draft.file.case.progress
    progress.refund_chosen, progress.chosen = True, True


def record_choice(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The buyer has chosen."""
    draft.file.case.progress.chosen = True


def open_choice(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """A remedy is late, or was lost on its way: what follows is the buyer's choice."""
    progress = draft.file.case.progress
    progress.remedy_is_late, progress.chosen = True, False


def accept_by_silence(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """In this market a complaint that is not answered in time is accepted."""
    progress = draft.file.case.progress
    progress.accepted_by_silence, progress.chosen = True, False


def record_refusal(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The remedy was refused; a refund is not open against a minor defect."""
    progress = draft.file.case.progress
    progress.refused = True
    progress.defect_is_minor = progress.defect_is_minor or fields.get("ground") == "minor_defect"


def record_repair(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """It was repaired, which moves the end of the guarantee once where that is law."""
    draft.file.case.progress.repaired = True


def record_failure(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The remedy did not help."""
    draft.file.case.progress.remedies_failed += 1


def confirm_cover(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The guarantee covers the defect."""
    draft.file.case.progress.covered = True


def deny_cover(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The guarantee does not cover the defect."""
    draft.file.case.progress.covered = False


def wait_longer(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The buyer waits until the day that they name."""
    progress = draft.file.case.progress
    progress.waits_until, progress.chosen = date.fromisoformat(fields["until"]), True
