"""What a newcomer to the demo reads: who they can be, and calls that work as they stand."""

from __future__ import annotations

from cases.casefile.asker import Asker
from cases.casefile.listing import Wanted, list_cases
from cases.casefile.queries import find_person
from cases.db import Connection, Database
from cases.settings import Settings
from cli.demo.market_place import ADMIN, STAR_BUYER, STAR_SELLER
from cli.demo.orders import buyer_id_of
from cli.token import sign

DESK = f"{STAR_SELLER}-desk"


def is_there(database: Database) -> bool:
    """Whether this database holds the demo market place."""
    with database.read() as connection:
        return find_person(connection, "buyer", buyer_id_of(STAR_BUYER)) is not None


def welcome(settings: Settings, database: Database, address: str) -> str:
    """Three people with their tokens, and what each may want to do first."""
    secret, buyer = settings.secret, buyer_id_of(STAR_BUYER)
    with database.read() as connection:
        owed = _first(connection, Asker("seller", DESK, STAR_SELLER), Wanted(flags={"needs_reply": {True}}, sort="due"))
        told = _first(connection, Asker("admin", ADMIN), Wanted({"kind": ["return"]}, {"open": {False}}))
    lines = [
        f"A demo market place of twelve markets, twenty sellers and a hundred cases, at {address}/openapi.json",
        "",
        f"export BUYER={sign(secret, 'buyer', buyer, lang='en')}",
        f"export SELLER={sign(secret, 'seller', DESK, STAR_SELLER, 'en')}",
        f"export ADMIN={sign(secret, 'admin', ADMIN, lang='en')}",
        "",
        f"# {STAR_BUYER}, a buyer: my open cases, who must act in them and by when",
        _get("BUYER", f"{address}/v1/cases?open=true&sort=due"),
        f"# {STAR_SELLER}, a seller: what I owe an answer, the most urgent first",
        _get("SELLER", f"{address}/v1/cases?needs_reply=true&sort=due"),
    ]
    if owed:
        lines += ["# ... and answer the first", _post("SELLER", f"{address}/v1/cases/{owed}/messages")]
    lines += ["# an admin: everything that a deadline was missed in"]
    lines += [_get("ADMIN", f"{address}/v1/cases?overdue=true")]
    if told:
        lines += ["# ... and how one return went, transition by transition"]
        lines += [_get("ADMIN", f"{address}/v1/cases/{told}/transitions")]
    return "\n".join(lines)


def _first(connection: Connection, asker: Asker, wanted: Wanted) -> str:
    found = list_cases(connection, asker, wanted)
    return found[0].case if found else ""


def _get(who: str, address: str) -> str:
    return f"curl -s -H \"Authorization: Bearer ${who}\" '{address}'"


def _post(who: str, address: str) -> str:
    said = '{"body": "Thank you for asking. I looked it up: yes, that is possible without extra cost.", "lang": "en"}'
    head = f'curl -s -H "Authorization: Bearer ${who}" -H "Content-Type: application/json"'
    return f"{head} \\\n  -d '{said}' '{address}'"
