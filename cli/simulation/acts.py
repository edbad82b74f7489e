"""What somebody does when it is their turn: by the verb that a person or a system would use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of
from cases.casefile.queries import load
from cases.casefile.reading import view_for
from cases.db import Database
from cases.errors import ConductRefused, NazorgError
from cases.ids import question_id
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.write_message import Message, write_message
from cli.demo.plots.steps import ANSWER, DONE, FOUND
from cli.simulation.habits import weight_of, words_for
from cli.simulation.market_place import MarketPlace, Place
from cli.simulation.openings import opening_of
from cli.simulation.turns import temperament_of
from workflows.engine import offered
from workflows.grammar import BUYER, CLOSED, PLATFORM, SELLER, Role, Row
from workflows.refusals import Refusal

SYSTEMS = Asker("integration", "market-systems")
CONTACT = " buro.direct@postvak-voorbeeld.nl"
"""What slips into somebody's words: an address outside the market place."""

A_QUARTER = 0.25
A_FEW = 4  # messages after which somebody has lost patience


@dataclass
class Done:
    """What was done in the run: acts by what they were, refusals by their reason."""

    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Stage:
    """The database, who is there, and what was done."""

    database: Database
    market_place: MarketPlace
    done: Done = field(default_factory=Done)


def opens(stage: Stage, place: Place, now: datetime) -> CaseFile | None:
    """The order arrives and its buyer opens a case; None where that is refused."""
    dice = stage.market_place.chance(place.number, "opens")
    if not stage.market_place.shares_its_order(place.number):
        import_order(stage.database, stage.market_place.order(place, now), now)
        stage.done.acts["orders"] += 1
    opening = opening_of(place, stage.market_place.scenery, dice, now)
    try:
        file = open_case(stage.database, place.customer, opening, now).file
    except (Refusal, NazorgError) as refused:
        stage.done.refused[_said(f"open {opening.kind}", refused)] += 1
        return None
    stage.done.acts["opened"] += 1
    return file


def acts(stage: Stage, place: Place, file: CaseFile, role: Role, dice: Random, now: datetime) -> CaseFile:
    """Take one of the rows that are open to the role, or say a few words; the case as it is then."""
    asker, who = asker_of(role, place, dice), temperament_of(role, place)
    row = _row(file, asker, role, who.refuses, dice, now)
    words = _words(stage, place, role, row.event if row else "", dice)
    if row is None and (role not in (BUYER, SELLER) or not words):
        return file
    if role is SELLER and dice.random() < who.vague and (row is None or row.event == "answer"):
        words = stage.market_place.scenery.line(place.seller.shop.lang, "thanks", dice)
    message = Message(
        body=words + (CONTACT if words and dice.random() < who.slips else ""),
        lang=place.seller.shop.lang,
        event=row.event if row else None,
        fields=_fields(row, file, asker, dice, now) if row else {},
        answers=_named(file) if role is SELLER and _is_insistent(file, dice) else None,
        reply_expected=False if role is BUYER else None,
    )
    return _writes(stage, asker, file, message, now)


def asks(stage: Stage, place: Place, file: CaseFile, dice: Random, now: datetime) -> CaseFile:
    """The buyer asks how it stands, or one thing more, before it is their turn."""
    if file.case.state == CLOSED or file.case.kind in ("claim", "sanction"):
        return file
    line = "nudge" if file.case.progress.owed else "more/1"
    words = stage.market_place.scenery.line(place.seller.shop.lang, line, dice)
    words += CONTACT if dice.random() < place.buyer.slips else ""
    return _writes(stage, place.customer, file, Message(body=words, lang=place.seller.shop.lang), now)


def tells(stage: Stage, place: Place, file: CaseFile, dice: Random, now: datetime) -> CaseFile:
    """The seller tells unasked how it stands."""
    facts = facts_of(file, now, place.seller.desk.actor)
    rows = offered(file.workflow, file.case.state, SELLER, facts)
    row = next((row for row in rows if row.event == "update_status"), None)
    if row is None or file.case.state == CLOSED or file.case.progress.owed:
        return file
    words = stage.market_place.scenery.line(place.seller.shop.lang, "status", dice)
    message = Message(body=words, lang=place.seller.shop.lang, event=row.event, fields=row.saying.example(facts))
    return _writes(stage, place.seller.desk, file, message, now)


def linked_claims(stage: Stage, file: CaseFile, now: datetime) -> list[str]:
    """The claims about the case."""
    with stage.database.read() as connection:
        links = view_for(connection, file, SYSTEMS, now)["links"]
    return [link["case"] for link in links if link["relation"] == "claim"]


def as_it_is(stage: Stage, case_id: str) -> CaseFile:
    """The case as the database has it."""
    with stage.database.read() as connection:
        file = load(connection, case_id)
    assert file is not None
    return file


def asker_of(role: Role, place: Place, dice: Random) -> Asker:
    """The person or the system that acts; the platform has two admins."""
    if role is BUYER:
        return place.customer
    if role is SELLER:
        return place.seller.desk
    if role is PLATFORM:
        return Asker("admin", dice.choice(("desk", "appeals")), lang=place.seller.shop.lang)
    return SYSTEMS


def _writes(stage: Stage, asker: Asker, file: CaseFile, message: Message, now: datetime) -> CaseFile:
    try:
        after = write_message(stage.database, asker, file.case.id, message, now).file
    except ConductRefused:
        stage.done.refused["conduct"] += 1
        return file
    except (Refusal, NazorgError) as refused:
        stage.done.refused[_said(f"{file.case.kind} {message.event or 'words'}", refused)] += 1
        return file
    stage.done.acts["written"] += 1
    return after


def _row(file: CaseFile, asker: Asker, role: Role, refuses: float, dice: Random, now: datetime) -> Row | None:
    """One of the rows that can be taken now, the likelier the more often."""
    facts = facts_of(file, now, asker.actor)
    state = file.case.state
    if state == CLOSED:
        return None
    wait = file.workflow.wait_of(state)
    steps = wait is not None and role in wait.on
    alone = file.case.kind == "sanction"  # nobody else's turn is awaited there, whoever acts
    rows = [row for row in offered(file.workflow, state, role, facts) if steps or alone or row.target(state) == state]
    weights = [weight_of(row, state, refuses, waits_for_a_step=steps) for row in rows]
    return dice.choices(rows, weights)[0] if any(weights) and (steps or alone or role is not SELLER) else None


def _fields(row: Row, file: CaseFile, asker: Asker, dice: Random, now: datetime) -> Mapping[str, Any]:
    """What the form's own example says for this case; of decisions one of four is for the seller."""
    example = dict(row.saying.example(facts_of(file, now, asker.actor)))
    if row.event == "decide" and dice.random() < A_QUARTER:
        nothing = {"remedy": "none", "amount": None, "who_pays": "nobody", "counts_against_the_seller": False}
        return example | {"in_favour_of": "seller"} | nothing
    return example


def _words(stage: Stage, place: Place, role: Role, event: str, dice: Random) -> str:
    """The words of an event in the seller's language; of plain words of a seller the answer to the first question."""
    names = words_for(role, event) if event else (ANSWER, "late_answer")
    if not names:
        return ""
    named = dice.choice(names)
    own = {ANSWER: place.ask[2], FOUND: place.fault.found, DONE: place.fault.done}
    lang = place.seller.shop.lang
    return own.get(named) or stage.market_place.scenery.line(lang, named, dice, order=place.order)


def _named(file: CaseFile) -> list[str]:
    return [question_id(q.case_id, q.seq, q.number) for q in file.open_questions()]


def _is_insistent(file: CaseFile, dice: Random) -> bool:
    """Whether the seller says that this answers it all, as sellers do who were not understood at first."""
    return bool(file.open_questions()) and (file.case.version > A_FEW or dice.random() < A_QUARTER)


def _said(what: str, refused: Exception) -> str:
    names = [answer.name for answer in getattr(refused, "guards", ()) if not answer.holds]
    return f"{what}: {type(refused).__name__} {' '.join(names)}".strip()
