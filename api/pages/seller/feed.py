"""The seller's deadlines as a calendar (RFC 5545), for a calendar program that comes with a signed link.

The link says whose deadlines these are and nothing else; the feed has case numbers and moments, and no word that
anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from api.pages.door import Visit, show
from api.pages.rendering import GUARDED
from api.problems import Problem
from cases.casefile.promises import Promise, promises
from markets.calendars import calendar_of
from markets.translate import translate

router = APIRouter(include_in_schema=False)
A_YEAR = 366 * 86_400
AHEAD = timedelta(days=90)
LONGEST_LINE = 73  # octets: RFC 5545, section 3.1 allows 75 with the space that begins a folded one
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def address_of_feed(visit: Visit) -> str:
    """The link of the reader's own feed; whoever has it can read the feed for a year."""
    signed = _signer(visit).dumps([visit.asker.sub, visit.asker.seller, visit.lang])
    return f"{str(visit.request.base_url).rstrip('/')}/deadlines/{signed}.ics"


@router.get("/deadlines/{link}.ics")
async def feed(request: Request) -> Response:
    """The deadlines of the seller that the link names."""
    return await show(request, _feed, open_to_all=True)


def _feed(visit: Visit) -> Response:
    try:
        said: Any = _signer(visit).loads(visit.named("link"), max_age=A_YEAR)
        _, seller, language = said
    except (BadData, ValueError, TypeError) as error:
        raise Problem("not_found") from error
    with visit.database.read() as connection:
        found = promises(connection, str(seller), visit.now, visit.now + AHEAD)
    base = str(visit.request.base_url).rstrip("/")
    body = "".join(f"{line}\r\n" for line in _folded(_lines(found, base, str(language), visit.now)))
    return Response(body, 200, GUARDED, "text/calendar; charset=utf-8")


def _lines(found: Iterable[Promise], base: str, language: str, now: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Nazorg//Deadlines//EN", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{translate('page.feed', language).translate(_ESCAPED)}"
    for one in found:
        kind, what = translate(f"kind.{one.case_kind}", language), translate(f"deadline.{one.kind}", language)
        yield "BEGIN:VEVENT"
        yield f"UID:{one.id}@nazorg"
        yield f"DTSTAMP:{_utc(now)}"
        yield _start(one)
        yield f"SUMMARY:{f'{one.number} {kind}: {what}'.translate(_ESCAPED)}"
        yield f"URL:{base}/cases/{one.case}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _start(one: Promise) -> str:
    """The moment; of what ends with a day the whole day, because its 24:00 would stand on the next."""
    wall = one.due_at.astimezone(calendar_of(one.market).zone)
    if wall.time() == time():
        return f"DTSTART;VALUE=DATE:{wall - timedelta(days=1):%Y%m%d}"
    return f"DTSTART:{_utc(one.due_at)}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """No line is longer than 75 octets; one that goes on begins with a space."""
    for line in lines:
        piece = ""
        for letter in line:
            if len((piece + letter).encode()) > LONGEST_LINE:
                yield piece
                piece = " "
            piece += letter
        yield piece


def _signer(visit: Visit) -> URLSafeTimedSerializer:
    # A salt of its own, so that no other signature of ours opens a feed, nor the other way round.
    return URLSafeTimedSerializer(
        visit.door.settings.secret,
        salt="nazorg.deadlines",
        signer_kwargs={"key_derivation": "hmac", "digest_method": sha256},
    )
