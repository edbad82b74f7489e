"""People who act or are named beside the log of any case."""

from __future__ import annotations

import msgspec

from cases.casefile.casefile import PersonRow
from cases.casefile.queries import find_person
from cases.db import Connection, insert_sql, run
from cases.ids import new_id


def person_named(connection: Connection, realm: str, external_id: str, lang: str) -> str:
    """The random id of somebody by the market place's id, also of one who is named for the first time."""
    known = find_person(connection, realm, external_id)
    if known is None:
        row = msgspec.structs.asdict(PersonRow(new_id(), realm, external_id, "", lang))
        # Two requests may name them at once, and a person is one person.
        run(connection, f"{insert_sql(connection.dialect, 'person', row)} ON CONFLICT DO NOTHING", row)
        known = find_person(connection, realm, external_id)
    assert known is not None
    return known.id
