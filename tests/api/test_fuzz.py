"""Generated requests against every operation of the document, by every role and by nobody.

No answer is a server error, none is of a status, type or shape that the document does not name, and nobody is told
anything of another party. Ids, orders and events that exist are mixed in, so that requests get past the first gate.
The short run is part of every run of the tests; `make fuzz` makes many times more requests.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api import live
from api.app import create_app
from cases.casefile.asker import Asker
from cases.clock import real_now, set_sandbox_clock
from cases.db import Database
from cases.messages.files import Files
from cases.settings import Settings
from cases.timers.heartbeat import beat
from tests.api.web import SECRET, token
from tests.builders import THURSDAY, Desk, a_question, a_return, a_withdrawal
from tests.cast import JAN, MIA, NORD, ROOT, SYSTEMS
from workflows.registry import CURRENT

schemathesis = pytest.importorskip("schemathesis", reason="the development requirements are not installed")

SECRETS = ("the words of another buyer", "the words to another seller")
UNLIKELY = ("version", "answers", "waives", "attachments", "corrects", "about", "on_behalf_of", "units", "fields")
"""What is almost never right when it is made up, so most requests go without."""

EVENTS = sorted({row.event for workflow in CURRENT.values() for row in workflow.all_rows})
KINDS = sorted(CURRENT)
EVERYBODY: dict[str, Asker | None] = {
    "nobody": None,
    "the buyer": JAN,
    "the seller": NORD,
    "an admin": ROOT,
    "the systems": SYSTEMS,
}


@dataclass
class World:
    """An application with cases of two buyers and two sellers, and what can be named in it."""

    app: FastAPI
    cases: list[str] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)


@pytest.fixture
def world(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(live, "LONGEST", 0.01)  # or each stream that is asked for would be waited for
    set_sandbox_clock(database, THURSDAY)
    beat(database, "a scheduler", real_now() + timedelta(hours=1))  # so that it is alive to the end of a long run
    app = create_app(Settings(database.url, SECRET, "", Files(str(tmp_path / "files")), None, sandbox=True), database)
    desk = Desk(database, tmp_path)
    mine = desk.takes()
    theirs = desk.takes(number="2000", seller="spaet", buyer="mia")
    opened = [
        desk.opens(a_question(mine)),
        desk.opens(a_return(mine)),
        desk.opens(a_withdrawal(theirs), MIA),
        desk.opens(a_question(theirs, SECRETS[0] + "?"), MIA),
        desk.opens(a_question(theirs, SECRETS[1] + "?"), MIA),
    ]
    return World(app, [case.id for case in opened], [mine, theirs])


def seasoned(world: World, chance: random.Random, case: Any) -> Any:
    """The generated request, now and then with ids, orders and events that there are."""
    for name, known in (("case", world.cases), ("order", world.orders), ("seller", ["nord", "spaet"])):
        if name in (case.path_parameters or {}) and chance.random() < 0.8:
            case.path_parameters[name] = chance.choice(known)
    for name, known in (("kind", KINDS), ("code", ["DE", "NL"])):
        if name in (case.path_parameters or {}) and chance.random() < 0.8:
            case.path_parameters[name] = chance.choice(known)
    for body in bodies(case.body):
        for name, known in (("case", world.cases), ("order", world.orders), ("event", EVENTS), ("kind", KINDS)):
            if name in body and chance.random() < 0.8:
                body[name] = chance.choice(known)
        for name in UNLIKELY:
            if name in body and chance.random() < 0.7:
                del body[name]
    return case


def bodies(body: Any) -> list[dict[str, Any]]:
    """The body, or each item of one that holds many."""
    items = body.get("items") if isinstance(body, dict) else None
    return [one for one in (items if isinstance(items, list) else [body]) if isinstance(one, dict)]


def run_against(world: World, most: int) -> None:
    """Send generated requests of everybody to every operation, and look at every answer."""
    document = schemathesis.openapi.from_asgi("/openapi.json", world.app)
    seen = 0
    for found in document.get_all_operations():
        operation = found.ok()
        can_be_wrong = bool(operation.body) or bool(operation.query)
        for mode in schemathesis.GenerationMode if can_be_wrong else (schemathesis.GenerationMode.POSITIVE,):

            @settings(
                max_examples=most,
                deadline=None,
                database=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(
                case=operation.as_strategy(generation_mode=mode),
                who=st.sampled_from(sorted(EVERYBODY)),
                chance=st.randoms(use_true_random=False),
            )
            def send(case: Any, who: str, chance: random.Random) -> None:
                answer = seasoned(world, chance, case).call(headers=signed(EVERYBODY[who]))
                case.validate_response(answer, checks=looked_at())
                assert not tells_of_others(EVERYBODY[who], answer.content)

            send()
            seen += 1
    assert seen > 30


def looked_at() -> list[Any]:
    """What holds for every answer."""
    from schemathesis.specs.openapi import checks

    return [
        schemathesis.checks.not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_headers_conformance,
        checks.response_schema_conformance,
    ]


def signed(who: Asker | None) -> dict[str, str]:
    return {} if who is None else {"Authorization": f"Bearer {token(who)}"}


def tells_of_others(who: Asker | None, content: bytes) -> bool:
    """Whether Jan, the seller of his order or nobody is told what Mia and her seller wrote, in a zip's files too."""
    parts = [content]
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as bundle:
            parts = [bundle.read(name) for name in bundle.namelist()]
    return who not in (ROOT, SYSTEMS) and any(secret.encode() in part for secret in SECRETS for part in parts)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_answers_everything_as_documented(world: World) -> None:
    run_against(world, 8)


@pytest.mark.fuzz
def test_it_answers_very_many_things_as_documented(world: World) -> None:
    run_against(world, 100)


def follow_links(world: World, who: Asker, *, runs: int, steps: int) -> None:
    """Open cases, then do what the links of each answer lead to with what it says."""
    document = schemathesis.openapi.from_asgi("/openapi.json", world.app)
    # No link of ours leads to files, and one that is guessed does not repeat: ids of uploads, salts of words.
    document = document.exclude(path_regex="^/v1/attachments|/evidence$")
    document.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])

    class Followed(document.as_state_machine()):  # type: ignore[misc]  # made from the document
        def before_call(self, case: Any) -> None:
            if isinstance(case.body, dict):
                case.body = chosen(case.body, world.orders)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": signed(who)}

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            case.validate_response(response, checks=looked_at())
            assert not tells_of_others(who, response.content)

    Followed.run(
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
    )


def chosen(body: dict[str, Any], orders: list[str]) -> dict[str, Any]:
    """A body that can succeed: the generated words, on an order that there is, without references to nothing."""
    if "kind" in body:
        words = body.get("message") or {"body": "Does it fit?"}
        return {"kind": "question", "order": orders[0], "reason": "product", "message": words}
    return {name: value for name, value in body.items() if name not in (*UNLIKELY, "event")}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_holds_along_the_links(world: World) -> None:
    follow_links(world, JAN, runs=8, steps=8)


@pytest.mark.fuzz
@pytest.mark.parametrize("who", ["the buyer", "an admin"])
def test_it_holds_far_along_the_links(world: World, who: str) -> None:
    asker = EVERYBODY[who]
    assert asker is not None
    follow_links(world, asker, runs=50, steps=12)
