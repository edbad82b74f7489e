"""``nazorg privacy``: what is kept of somebody, erase them, hold a case."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from cli import doors
from cli.errors import BadInput

if TYPE_CHECKING:
    from cases.db import Database
    from cases.privacy.erased import Erased, Stay
    from cases.privacy.holds import Hold
    from cases.privacy.people import Known

REALMS = ("buyer", "seller", "admin", "integration")
WHAT = {
    "identity": "who they are",
    "words": "their words",
    "words_of_others": "what others wrote",
    "notes_of_others": "inside notes of others",
    "notes": "their inside notes",
    "files": "their files",
    "orders": "their orders, without a name",
    "journal": "old pages in the database's journal",
    "log": "the log: who in random ids, what and when, no words",
}
GROUNDS = {
    "open_case": "the case is open; it goes once the case is closed",
    "legal_hold": "the case is on hold; it goes once the hold is lifted",
    "refund_under_way": "a refund is under way; it goes once that has come to an end",
    "linked_case": "a case that is linked to it is open or on hold",
    "under_way": "the erasure is under way",
    "others_record": "it is the record of whoever wrote it",
    "teams_record": "it is the record of the team that they wrote it for",
    "books": "the books of the seller and the market place",
    "in_use": "somebody was reading; run it again",
    "no_words": "the proof that nothing was changed",
}


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("privacy", help="export or erase somebody, hold a case")
    commands = parser.add_subparsers(dest="what", required=True)
    for name, meaning, run in (
        ("export", "everything of and about somebody, as JSON", _export),
        ("erase", "erase somebody and say what stays", _erase),
    ):
        command = commands.add_parser(name, help=meaning)
        command.add_argument("--person", required=True, metavar="ID", help="the market place's id, or the random one")
        command.add_argument("--role", choices=REALMS, default="", help="where one id is several people's")
        command.add_argument("--json", action="store_true")
        command.set_defaults(run=run)
    hold = commands.add_parser("hold", help="let nothing of a case go, or lift that again")
    hold.add_argument("case", metavar="CASE", help="its id or its number")
    why = hold.add_mutually_exclusive_group(required=True)
    why.add_argument("--reason", metavar="R")
    why.add_argument("--lift", action="store_true")
    hold.add_argument("--json", action="store_true")
    hold.set_defaults(run=_hold)


def _export(asked: argparse.Namespace) -> int:
    from cases.clock import business_now
    from cases.verbs.export_person import export_person

    with doors.database(doors.settings()) as database:
        known = _somebody(database, asked)
        print(json.dumps(export_person(database, known, business_now(database)), ensure_ascii=False, indent=2))
    return 0


def _erase(asked: argparse.Namespace) -> int:
    from cases.clock import business_now
    from cases.db.scrub import scrub
    from cases.privacy.erased import IN_USE, JOURNAL, Stay
    from cases.verbs.erase_person import erase_person

    settings = doors.settings()
    with doors.database(settings) as database:
        known = _somebody(database, asked)
        erased = erase_person(database, settings.files, known, business_now(database))
        if not scrub(database):
            erased.stays.append(Stay(JOURNAL, IN_USE))
    print(json.dumps(_erased_json(erased)) if asked.json else _erased_text(erased))
    return 0


def _hold(asked: argparse.Namespace) -> int:
    from cases.clock import business_now
    from cases.errors import NotFound
    from cases.verbs.hold_case import hold_case, lift_holds

    if asked.reason is not None and not asked.reason.strip():
        raise BadInput("--reason is empty.")
    with doors.database(doors.settings()) as database:
        now = business_now(database)
        try:
            holds = (
                lift_holds(database, asked.case, now)
                if asked.lift
                else hold_case(database, asked.case, asked.reason.strip(), now)
            )
        except NotFound:
            raise BadInput(f"There is no case {asked.case!r}.") from None
    print(json.dumps(_holds_json(asked.case, holds)) if asked.json else _holds_text(asked.case, holds))
    return 0


def _somebody(database: Database, asked: argparse.Namespace) -> Known:
    from cases.privacy.people import people_named

    with database.read() as connection:
        found = people_named(connection, asked.person, asked.role)
    if not found:
        raise BadInput(f"There is nobody with the id {asked.person!r}.")
    if len(found) > 1:
        roles = " and ".join(known.realm for known in found)
        raise BadInput(f"{asked.person!r} is the id of several people: choose with --role, {roles}.")
    return found[0]


def _erased_json(erased: Erased) -> dict[str, Any]:
    return {
        "person": erased.person,
        "asked_at": erased.asked_at.isoformat(),
        "done": erased.done,
        "erased": {
            "cases": erased.cases,
            "messages": erased.messages,
            "files": erased.files,
            "refusals": erased.refusals,
            "identity": erased.done,
        },
        "stays": [
            {
                "what": stay.what,
                "case": stay.case,
                "until": stay.until.isoformat() if stay.until else None,
                "ground": stay.ground,
                "because": GROUNDS[stay.ground],
            }
            for stay in erased.stays
        ],
    }


def _erased_text(erased: Erased) -> str:
    went = (
        f"erased: {_counted(erased.messages, 'message')} in {_counted(erased.cases, 'case')},"
        f" {_counted(erased.files, 'file')}, {_counted(erased.refusals, 'refusal')},"
        f" {'and who they are' if erased.done else 'not yet who they are'}"
    )
    return "\n".join([went, *(f"stays: {_stay_text(stay)}" for stay in erased.stays)])


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _stay_text(stay: Stay) -> str:
    where = f" in case {stay.case}" if stay.case else ""
    until = f", until the end of {stay.until.isoformat()}" if stay.until else ""
    return f"{WHAT[stay.what]}{where}{until}: {GROUNDS[stay.ground]}"


def _holds_json(case: str, holds: list[Hold]) -> dict[str, Any]:
    return {
        "case": holds[0].case if holds else case,
        "on_hold": any(hold.lifted_at is None for hold in holds),
        "holds": [
            {
                "id": hold.id,
                "reason": hold.reason,
                "placed_at": hold.placed_at.isoformat(),
                "lifted_at": hold.lifted_at.isoformat() if hold.lifted_at else None,
            }
            for hold in holds
        ],
    }


def _holds_text(case: str, holds: list[Hold]) -> str:
    on_it = [hold for hold in holds if hold.lifted_at is None]
    if not on_it:
        return f"{case} is not on hold"
    return "\n".join(f"{case} is on hold since {hold.placed_at.isoformat()}: {hold.reason}" for hold in on_it)
