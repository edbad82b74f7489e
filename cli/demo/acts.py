"""How a scene goes on: each step of its plot by the verb that a person or a system would use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of
from cases.casefile.queries import load
from cases.casefile.reading import view_for
from cases.ids import message_id
from cases.verbs.write_message import Message, write_message
from cli.demo import desk_work
from cli.demo.fields.said import fields_of
from cli.demo.fields.told import Told
from cli.demo.people import asker_of
from cli.demo.photos import two_photos
from cli.demo.plots.steps import Step
from cli.demo.scenes import Scene
from cli.demo.stage import Stage
from workflows.engine import offered
from workflows.grammar import BUYER, CLOSED, Row

WITH_PHOTOS = ("reject_units", "claim_value_loss", "report_damage", "give_evidence", "prove_delivery")


def act(stage: Stage, scene: Scene, step: Step, at: datetime) -> bool:
    """Take the step if it can still be taken; False where the clock was faster."""
    asker, words = asker_of(scene, step.who, another=step.another), stage.words(scene, step.words)
    file = _file_of(stage, scene, step, asker, at)
    if file is None:
        return False
    if step.event in desk_work.VERBS:
        return desk_work.VERBS[step.event](stage.database, asker, file, words, at)
    fields: dict[str, Any] = {}
    photos: list[str] = []
    if step.event:
        facts = facts_of(file, at, asker.actor)
        row = _row(file, step, offered(file.workflow, file.case.state, asker.acts_in(file, step.event), facts))
        if row is None:
            return False
        told = Told(words, stage.scenery, scene.seller, scene.buyer, file.case.number, scene.order_id, facts)
        fields = fields_of(step.event, row.saying.example(facts), told, step.fields)
        if step.event in WITH_PHOTOS:
            photos = two_photos(stage.database, stage.files, asker, scene.rng, at)
            fields["photos"] = photos
    elif file.case.state == CLOSED:
        return False
    message = _message(file, step, words, scene.seller.lang, fields, photos)
    write_message(stage.database, asker, file.case.id, message, at)
    return True


def _file_of(stage: Stage, scene: Scene, step: Step, asker: Asker, at: datetime) -> CaseFile | None:
    """The case of the scene, or the newest linked to it in which the step is taken; None where there is none yet."""
    with stage.database.read() as connection:
        file = load(connection, scene.case)
        if file is None or not step.beside:
            return file
        links = view_for(connection, file, asker, at)["links"]
        beside = [link["case"] for link in links if link["relation"] == step.beside]
        return load(connection, beside[-1]) if beside else None


def _row(file: CaseFile, step: Step, rows: list[Row]) -> Row | None:
    """The row that the step takes; what a carrier reports unasked is any row's that says so."""
    if step.unasked:
        rows = [row for row in file.workflow.all_rows if step.who in row.who]
    return next((row for row in rows if row.event == step.event), None)


def _message(
    file: CaseFile, step: Step, words: str, lang: str, fields: Mapping[str, Any], photos: list[str]
) -> Message:
    return Message(
        body=words,
        lang=lang,
        event=step.event or None,
        fields=fields,
        answers=_answers(file, step),
        waives=[message_id(file.case.id, owed.seq) for owed in file.case.progress.owed] if step.waives else (),
        reply_expected=not step.quiet and not step.event if step.who is BUYER else None,
        attachments=photos,
    )


def _answers(file: CaseFile, step: Step) -> list[str] | None:
    if step.answers != "first":
        return None
    question = file.open_questions()[0]
    return [f"{question.case_id}.{question.seq}.q{question.number}"]
