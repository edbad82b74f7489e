"""Change what a seller says of themselves. No promise to a buyer moves by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.casefile.people import person_named
from cases.db import Connection, Database, placeholder, run
from cases.errors import Forbidden, NotFound, ShapeInvalid
from cases.sellers.profile import Profile, faults_in, profile_of
from workflows.fields.base import FieldError

FIXED = ("id", "name")
"""What the market place says of a seller, and nobody else."""


def find_profile(connection: Connection, asker: Asker, seller_id: str, *, to_change: bool = False) -> Profile:
    """The profile, for the seller's own people and the market place. Raises ``Forbidden`` and ``NotFound``.

    Only the seller's people and admins change it; the market place's systems read it.
    """
    if asker.role == "buyer":
        raise Forbidden  # whoever the seller is, so it tells a buyer nothing
    found = profile_of(connection, seller_id, to_change=to_change)
    if found is None or (asker.role == "seller" and asker.seller != seller_id):
        raise NotFound
    if to_change and asker.role == INTEGRATION:
        raise Forbidden
    assert asker.role in ("seller", ADMIN, INTEGRATION)
    return found


def update_profile(database: Database, asker: Asker, seller_id: str, said: Mapping[str, Any], now: datetime) -> Profile:
    """Replace what is ``said``, each part whole, and leave the rest. Raises ``ShapeInvalid`` where it cannot be.

    The seller's id and name may be said again, so that what was read can be sent back, but not changed; whether they
    are a legal person is for admins to change.
    """
    with database.write() as connection:
        old = find_profile(connection, asker, seller_id, to_change=True)
        new = msgspec.convert(msgspec.to_builtins(old) | dict(said), Profile)
        fixed = FIXED if asker.role == ADMIN else (*FIXED, "legal_person")
        moved = [name for name in fixed if getattr(new, name) != getattr(old, name)]
        faults = [FieldError(f"/{name}", "field.cannot_change") for name in moved]
        if faults := [*faults, *faults_in(new, old, now)]:
            raise ShapeInvalid(faults)
        _store(connection, asker, new)
    return new


def _store(connection: Connection, asker: Asker, profile: Profile) -> None:
    deputy = profile.deputy
    row = {
        "return_addresses": msgspec.json.encode(profile.return_addresses).decode(),
        "languages": msgspec.json.encode(profile.languages).decode(),
        "absences": msgspec.json.encode(profile.absences).decode(),
        "deputy": person_named(connection, "seller", deputy.sub, asker.lang) if deputy else None,
        "deputy_name": deputy.name if deputy else "",
        "legal_person": profile.legal_person,
    }
    mark = {name: placeholder(connection.dialect, name) for name in (*row, "id")}
    changes = ", ".join(f"{name} = {mark[name]}" for name in row)
    run(connection, f"UPDATE seller SET {changes} WHERE id = {mark['id']}", row | {"id": profile.id})
