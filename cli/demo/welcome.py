"""What a newcomer to the demo reads: who they can be, and calls that work as they stand."""

from __future__ import annotations

from dataclasses import replace

from cases.casefile.asker import Asker
from cases.casefile.listing import Wanted, list_cases
from cases.casefile.queries import find_person
from cases.db import Connection, Database
from cases.settings import Settings
from cli.demo.orders import buyer_id_of
from cli.demo.people import ADMIN
from cli.demo.scenes import STAR_BUYER, STAR_SELLER
from cli.token import sign

DESK = f"{STAR_SELLER}-desk"
ANSWER = '{"body": "Thank you for asking. I looked it up: yes, that is possible without extra cost.", "lang": "en"}'
STATEMENT = (
    '{"event": "add_statement", "body": "This is how it was.", "lang": "en",'
    ' "fields": {"facts": "It was checked on the day it left us, and our list names nothing."}}'
)


def is_there(database: Database) -> bool:
    """Whether this database holds the demo market place."""
    with database.read() as connection:
        return find_person(connection, "buyer", buyer_id_of(STAR_BUYER)) is not None


def cast() -> tuple[tuple[Asker, str], ...]:
    """The three people whom a newcomer can be, and what they are called."""
    return (
        (Asker("buyer", buyer_id_of(STAR_BUYER)), STAR_BUYER),
        (Asker("seller", DESK, STAR_SELLER), STAR_SELLER),
        (Asker("admin", ADMIN), ADMIN),
    )


def sign_in_link(secret: str, address: str, asker: Asker) -> str:
    """Where one is somebody in the browser at once; good as long as a token is."""
    return f"{address}/sign-in?token={sign(secret, asker.role, asker.sub, asker.seller, asker.lang)}"


def welcome(settings: Settings, database: Database, address: str) -> str:
    """Three people with their tokens, and what each may want to do first."""
    secret, buyer = settings.secret, buyer_id_of(STAR_BUYER)
    lines = [
        "A demo market place of twelve markets, twenty sellers and 150 cases. Open one of these in a browser:",
        "",
        *(
            f"{asker.role:<7} {name}\n  {sign_in_link(secret, address, replace(asker, lang=''))}"
            for asker, name in cast()
        ),
        "",
        f"Or speak to the API ({address}/openapi.json):",
        "",
        f"export BUYER={sign(secret, 'buyer', buyer, lang='en')}",
        f"export SELLER={sign(secret, 'seller', DESK, STAR_SELLER, 'en')}",
        f"export ADMIN={sign(secret, 'admin', ADMIN, lang='en')}",
        "",
        f"# {STAR_BUYER}, a buyer: my open cases, who must act in them and by when",
        _get("BUYER", f"{address}/v1/cases?open=true&sort=due"),
        "# ... and where a lamp was spoken of, however old",
        _get("BUYER", f"{address}/v1/search?q=lamp"),
        f"# {STAR_SELLER}, a seller: what I owe an answer, the most urgent first",
        _get("SELLER", f"{address}/v1/cases?needs_reply=true&sort=due"),
    ]
    with database.read() as connection:
        return "\n".join([*lines, *_of_the_seller(connection, address), *_of_the_admin(connection, address)])


def _of_the_seller(connection: Connection, address: str) -> list[str]:
    """Calls that write: an answer, and what there is to say about a claim."""
    asker, lines = Asker("seller", DESK, STAR_SELLER), []
    if owed := _first(connection, asker, Wanted(flags={"needs_reply": {True}}, sort="due")):
        lines += ["# ... and answer the first", _post("SELLER", f"{address}/v1/cases/{owed}/messages", ANSWER)]
    if heard := _first(connection, asker, Wanted({"kind": ["claim"], "state": ["hearing"]})):
        lines += ["# ... and say in a claim how it was, before the platform decides"]
        lines += [_post("SELLER", f"{address}/v1/cases/{heard}/messages", STATEMENT)]
    return lines


def _of_the_admin(connection: Connection, address: str) -> list[str]:
    lines = [
        "# an admin: everything that a deadline was missed in",
        _get("ADMIN", f"{address}/v1/cases?overdue=true"),
        "# ... the claims that wait, and the measures against sellers",
        _get("ADMIN", f"{address}/v1/cases?kind=claim&open=true&sort=due"),
        _get("ADMIN", f"{address}/v1/cases?kind=sanction"),
        "# ... what a carrier reported against what the case says",
        _get("ADMIN", f"{address}/v1/reviews?open=true"),
    ]
    if told := _first(connection, Asker("admin", ADMIN), Wanted({"kind": ["return"]}, {"open": {False}})):
        lines += ["# ... and how one return went, transition by transition"]
        lines += [_get("ADMIN", f"{address}/v1/cases/{told}/transitions")]
    return lines


def _first(connection: Connection, asker: Asker, wanted: Wanted) -> str:
    found = list_cases(connection, asker, wanted)
    return found[0].case if found else ""


def _get(who: str, address: str) -> str:
    return f"curl -s -H \"Authorization: Bearer ${who}\" '{address}'"


def _post(who: str, address: str, said: str) -> str:
    head = f'curl -s -H "Authorization: Bearer ${who}" -H "Content-Type: application/json"'
    return f"{head} \\\n  -d '{said}' '{address}'"
