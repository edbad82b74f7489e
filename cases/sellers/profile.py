"""What a seller says of themselves: return addresses, languages, days off and a deputy; and the rules for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from cases.db import Connection, placeholder, run
from markets.catalogue import MARKETS
from markets.translate import is_language
from workflows.fields.base import FieldError

AHEAD = timedelta(days=14)
LONGEST, MOST = 60, 20


class Absence(msgspec.Struct, frozen=True):
    """Days off, both ends included."""

    since: date = msgspec.field(name="from")
    until: date

    @property
    def days(self) -> range:
        """The days by their ordinal numbers."""
        return range(self.since.toordinal(), self.until.toordinal() + 1)


class Deputy(msgspec.Struct, frozen=True):
    """Who stands in, by the ``sub`` of their token, and their name for the seller's own people."""

    sub: str
    name: str


class Profile(msgspec.Struct):
    """A seller's own page; ``return_addresses`` by the code of the market.

    ``legal_person`` is what the market place knows of them: a company, and not a person who trades in their own name.
    """

    id: str
    name: str
    return_addresses: dict[str, dict[str, str]]
    languages: list[str]
    absences: list[Absence]
    deputy: Deputy | None
    legal_person: bool = False


def profile_of(connection: Connection, seller_id: str, *, to_change: bool = False) -> Profile | None:
    """The profile of a seller, held until the transaction ends where it is ``to_change``; None: there is no seller."""
    is_sqlite = connection.dialect == "sqlite"
    column = "l.{}" if is_sqlite else "l.{}::text"
    stored = ", ".join(column.format(name) for name in ("return_addresses", "languages", "absences"))
    lock = " FOR NO KEY UPDATE OF l" if to_change and not is_sqlite else ""
    sql = (
        f"SELECT l.id, l.name, {stored}, p.external_id, l.deputy_name, l.legal_person FROM seller l"
        f" LEFT JOIN person p ON p.id = l.deputy WHERE l.id = {placeholder(connection.dialect, 'id')}{lock}"
    )
    found = run(connection, sql, {"id": seller_id})
    if not found:
        return None
    name, shown, addresses, languages, absences, sub, deputy_name, is_legal = found[0]
    return Profile(
        name,
        shown,
        msgspec.json.decode(addresses, type=dict[str, dict[str, str]]),
        msgspec.json.decode(languages, type=list[str]),
        msgspec.json.decode(absences, type=list[Absence]),
        Deputy(sub, deputy_name) if sub is not None else None,
        bool(is_legal),
    )


def faults_in(new: Profile, old: Profile, now: datetime) -> list[FieldError]:
    """Everything that is not possible in the new profile."""
    return [
        *_in_addresses(new.return_addresses),
        *_in_languages(new.languages),
        *_in_absences(new.absences, old.absences, now.date()),
    ]


def _in_addresses(addresses: dict[str, dict[str, str]]) -> Iterator[FieldError]:
    for code, address in addresses.items():
        if code not in MARKETS:
            yield FieldError(f"/return_addresses/{code}", "field.unknown_market")
        elif address["country"] != code:
            pointer = f"/return_addresses/{code}/country"
            yield FieldError(pointer, "provided.address_is_in_the_market", {"country": code})


def _in_languages(languages: Sequence[str]) -> Iterator[FieldError]:
    for place, language in enumerate(languages):
        if not is_language(language):
            yield FieldError(f"/languages/{place}", "profile.language_is_unknown")
        elif language in languages[:place]:
            yield FieldError(f"/languages/{place}", "profile.language_is_named_twice")


def _in_absences(new: Sequence[Absence], old: Sequence[Absence], today: date) -> Iterator[FieldError]:
    """Each in itself, then each after the one before; and no day is taken off that was not announced in time.

    A day that was announced stays announced, so an absence may be shortened, or sent back as it was, at any time.
    """
    announced = {day for absence in old for day in absence.days}
    first = today + AHEAD
    for place, absence in enumerate(new):
        added = next((day for day in absence.days if day not in announced), None)
        if absence.until < absence.since:
            yield FieldError(f"/absences/{place}/until", "profile.absence_ends_before_it_begins")
        elif len(absence.days) > LONGEST:
            yield FieldError(f"/absences/{place}/until", "profile.absence_is_too_long", {"days": LONGEST})
        elif place and absence.since <= new[place - 1].until:
            yield FieldError(f"/absences/{place}/from", "profile.absences_are_in_order")
        elif added is not None and added < first.toordinal():
            values = {"days": AHEAD.days, "first": first.isoformat()}
            yield FieldError(f"/absences/{place}/from", "profile.absence_is_announced_ahead", values)
