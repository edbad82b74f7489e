"""The kinds of case, as data."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import PAGED, documented
from api.door import Call, answer
from api.listing import page_of_all
from api.problems import json_answer
from cases.errors import NotFound
from workflows.registry import CURRENT
from workflows.render import as_json

router = APIRouter(prefix="/v1/workflows", tags=["workflows"])


@router.get(
    "",
    operation_id="list_workflows",
    **documented(shapes.WorkflowPage, query=PAGED, problems=("fields_invalid", "cursor_invalid")),
)
async def list_them(request: Request) -> Response:
    """Every kind of case."""
    views = {kind: {"kind": kind, "version": workflow.version} for kind, workflow in CURRENT.items()}
    return await answer(request, lambda call: json_answer(page_of_all(call.request, "workflows", views)))


@router.get(
    "/{kind}",
    operation_id="read_workflow",
    **documented(shapes.Workflow, path=("kind",), problems=("not_found",)),
)
async def read_one(request: Request) -> Response:
    """One kind: its states, its rows, what must be said in each."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    workflow = CURRENT.get(call.named("kind"))
    if workflow is None:
        raise NotFound
    return json_answer(as_json(workflow, call.asker.lang))
