"""Erase somebody of a seller's or the platform's team: what they wrote is the team's record, who they were goes."""

from __future__ import annotations

from datetime import datetime

import msgspec

from cases.casefile.queries import load, lock
from cases.casefile.staying import HOLD
from cases.db import Connection, Database, placeholder, run
from cases.privacy.erased import NO_WORDS, TEAMS_RECORD, Erased, Stay
from cases.privacy.people import Known, empty_person
from cases.privacy.traces import forget_duties, forget_refusals, holds_with
from cases.team.unsent import forget_of_person
from workflows.grammar import PLATFORM


def erase_colleague(database: Database, known: Known, erased: Erased, now: datetime) -> Erased:
    """Forget who they were, at once: the team's name stands in for theirs. A case on hold keeps its authors."""
    with database.write() as connection:
        held = holds_with(connection, known.id)
        if not held:
            erased.refusals = forget_refusals(connection, known, ())
            forget_duties(connection, known.id)
            forget_of_person(connection, known.id)
            if known.realm == "admin":
                _forget_who_decided(connection, known)
            empty_person(connection, known, now)
            erased.done = True
    erased.stays += [Stay("identity", HOLD, case_id) for case_id in held]
    erased.stays += [Stay(what, TEAMS_RECORD) for what in ("words", "notes", "files")]
    erased.stays.append(Stay("log", NO_WORDS))
    return erased


def _forget_who_decided(connection: Connection, known: Known) -> None:
    """The random id takes the name's place, so that an appeal is still for somebody else."""
    mark = {name: placeholder(connection.dialect, name) for name in ("person", "id", "progress")}
    wrote = f"SELECT DISTINCT case_id FROM message WHERE author = {mark['person']} ORDER BY case_id"
    change = f"UPDATE cases SET progress = {mark['progress']} WHERE id = {mark['id']}"
    for (case_id,) in run(connection, wrote, {"person": known.id}):
        lock(connection, str(case_id))
        file = load(connection, str(case_id))
        assert file is not None
        progress, actor = file.case.progress, f"{PLATFORM}:{known.external_id}"
        if actor in progress.admins:
            progress.admins = [f"{PLATFORM}:{known.id}" if one == actor else one for one in progress.admins]
            run(connection, change, {"id": file.case.id, "progress": msgspec.json.encode(progress).decode()})
