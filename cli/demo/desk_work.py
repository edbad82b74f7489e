"""What is done at a desk without a message of the case: notes, who has it, reviews, and a seller's profile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.reviews import list_reviews
from cases.db import Database
from cases.sellers.profile import AHEAD
from cases.verbs.assign import assign
from cases.verbs.decide_review import decide_review
from cases.verbs.update_profile import update_profile
from cases.verbs.write_note import write_note
from cli.demo.people import desk_of
from cli.demo.plots.steps import ASSIGN, NOTE, REVIEW
from cli.demo.scenery import Seller

HOLIDAY = timedelta(days=8)


def _note(database: Database, asker: Asker, file: CaseFile, words: str, at: datetime) -> bool:
    write_note(database, asker, file.case.id, words, at)
    return True


def _assign(database: Database, asker: Asker, file: CaseFile, _: str, at: datetime) -> bool:
    assign(database, asker, file.case.id, asker.sub, at)
    return True


def _decide_review(database: Database, asker: Asker, file: CaseFile, words: str, at: datetime) -> bool:
    """What the carrier reported stands; False where it contradicted nothing."""
    with database.read() as connection:
        found = list_reviews(connection, asker, is_open=True, after=None, limit=100)
    own = [review.id for review in found if review.case_id == file.case.id]
    if own:
        decide_review(database, asker, own[0], "uphold", words, at)
    return bool(own)


VERBS: Mapping[str, Callable[[Database, Asker, CaseFile, str, datetime], bool]] = {
    NOTE: _note,
    ASSIGN: _assign,
    REVIEW: _decide_review,
}


def introduce(database: Database, seller: Seller, now: datetime) -> None:
    """A seller with a deputy says who they are, and takes days off that are announced just in time."""
    first = (now + AHEAD + timedelta(days=1)).date()
    place = {"street": seller.street, "postal_code": seller.postal_code, "city": seller.city, "country": seller.market}
    profile = {
        "return_addresses": {seller.market: {"name": seller.name, **place}},
        "languages": list(dict.fromkeys((seller.lang, "en"))),
        "absences": [{"from": first.isoformat(), "until": (first + HOLIDAY).isoformat()}],
        "deputy": {"sub": f"{seller.id}-deputy", "name": seller.deputy},
    }
    update_profile(database, desk_of(seller), seller.id, profile, now)
