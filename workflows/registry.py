"""Every workflow by kind and by name@version, proven sound at import."""

from __future__ import annotations

from workflows.check import prove
from workflows.claims import CLAIM
from workflows.complaints import COMPLAINT
from workflows.deliveries import DELIVERY
from workflows.grammar import Workflow
from workflows.questions import QUESTION
from workflows.returns import RETURN
from workflows.sanctions import SANCTION
from workflows.warranties import WARRANTY
from workflows.withdrawals import WITHDRAWAL

ALL = (QUESTION, WITHDRAWAL, RETURN, COMPLAINT, WARRANTY, DELIVERY, CLAIM, SANCTION)

WORKFLOWS: dict[str, Workflow] = {workflow.name: workflow for workflow in ALL}
CURRENT: dict[str, Workflow] = {workflow.kind: workflow for workflow in WORKFLOWS.values()}

for _workflow in WORKFLOWS.values():
    prove(_workflow)


def workflow_named(name: str) -> Workflow:
    """The workflow of a case, by the name it was opened under (``return@1``)."""
    return WORKFLOWS[name]


def current(kind: str) -> Workflow | None:
    """The version of a kind under which cases open now; None for an unknown kind."""
    return CURRENT.get(kind)
