"""Who is asking: tokens that are believed, tokens that are not, and the language of whoever reads."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.testclient import TestClient

from api.app import create_app
from cases.db import Database, open_database
from cases.messages.files import Files
from cases.settings import Settings
from tests.api.web import SECRET, Web, refusal, token
from tests.cast import JAN, NORD

BUYER = {"sub": "jan", "role": "buyer"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough for what is answered before any database is asked."""
    return sqlite_url


def asked_with(web: Web, authorization: str | None, **headers: str) -> Any:
    named = {} if authorization is None else {"Authorization": authorization}
    return web.client.get("/v1/cases", headers=named | headers)


def test_it_believes_a_true_token(web: Web) -> None:
    assert asked_with(web, f"Bearer {token(JAN)}").status_code == 200
    assert asked_with(web, f"bearer {token(NORD)}").status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("Bearer ", id="no token"),
        pytest.param("Bearer x.y.z", id="no JWT"),
        pytest.param(f"Basic {token(JAN)}", id="another scheme"),
        pytest.param(f"Bearer {token(JAN, secret='another secret that is long enough')}", id="forged"),
        pytest.param(f"Bearer {token(JAN)}x", id="changed"),
        pytest.param(f"Bearer {jwt.encode(BUYER, '', algorithm='none')}", id="unsigned"),
        pytest.param(f"Bearer {jwt.encode(BUYER, SECRET * 2, algorithm='HS512')}", id="another algorithm"),
        pytest.param(f"Bearer {token(JAN, exp=int(time.time()) - 60)}", id="expired"),
        pytest.param(f"Bearer {token(JAN, nbf=int(time.time()) + 600)}", id="not yet"),
        pytest.param(f"Bearer {token(JAN, role='owner')}", id="no role of ours"),
        pytest.param(f"Bearer {token(JAN, role=['admin'])}", id="a list of roles"),
        pytest.param(f"Bearer {token(JAN, role='seller')}", id="a seller of nobody"),
        pytest.param(f"Bearer {token(NORD, seller='')}", id="a seller of nothing"),
        pytest.param(f"Bearer {token(NORD, seller=7)}", id="a seller of a number"),
        pytest.param(f"Bearer {token(JAN, sub='')}", id="nobody"),
        pytest.param(f"Bearer {token(JAN, sub='x' * 5000)}", id="a name without end"),
        pytest.param(f"Bearer {token(JAN, sub=chr(0) + 'jan')}", id="a name that no database keeps"),
        pytest.param(f"Bearer {token(JAN, sub=chr(0xD800))}", id="half a character"),
        pytest.param(f"Bearer {token(role='buyer')}", id="no name"),
    ],
)
def test_it_does_not_believe(web: Web, authorization: str | None) -> None:
    answer = asked_with(web, authorization)
    assert refusal(answer) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_it_stops_believing_a_token_that_expires(web: Web) -> None:
    passing = f"Bearer {token(JAN, exp=int(time.time()) + 1)}"
    assert asked_with(web, passing).status_code == 200
    time.sleep(2.1)
    assert refusal(asked_with(web, passing)) == (401, "unauthenticated")


@pytest.mark.parametrize(
    ("lang", "accepted", "title"),
    [
        ("nl", "de", "Niet gevonden"),
        ("nl-BE", "", "Niet gevonden"),
        ("", "de-AT,en;q=0.5", "Nicht gefunden"),
        ("", "en;q=0.5,nl;q=0.9", "Niet gevonden"),
        ("", "xx,nl;q=0.1", "Niet gevonden"),
        ("", "", "Not found"),
        ("", "xx;q=what,,;;", "Not found"),
        ("xx", "", "Not found"),
    ],
)
def test_it_speaks_the_readers_language(web: Web, lang: str, accepted: str, title: str) -> None:
    claims: dict[str, Any] = {**BUYER, **({"lang": lang} if lang else {})}
    headers = {"Authorization": f"Bearer {token(None, **claims)}", "Accept-Language": accepted}
    assert web.client.get("/v1/orders/none", headers=headers).json()["title"] == title


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    """The market place's own key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def jwks_url(key: rsa.RSAPrivateKey) -> Iterator[str]:
    """An address on this host where the market place shows its public key."""
    shown = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": "1", "alg": "RS256"}

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"keys": [shown]}).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing, because standard error belongs to the tests."""

    with HTTPServer(("127.0.0.1", 0), Keys) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/keys"
        server.shutdown()


@pytest.fixture
def production(sqlite_url: str, jwks_url: str, tmp_path: Path) -> Iterator[TestClient]:
    """The API where the market place signs tokens itself."""
    database: Database = open_database(sqlite_url)
    with TestClient(create_app(Settings(sqlite_url, SECRET, jwks_url, Files(str(tmp_path)), None), database)) as client:
        yield client
    database.close()


def test_it_believes_the_market_places_own_key(production: TestClient, key: rsa.RSAPrivateKey) -> None:
    signed = jwt.encode(BUYER, key, algorithm="RS256", headers={"kid": "1"})
    assert production.get("/v1/cases", headers={"Authorization": f"Bearer {signed}"}).status_code == 200


def test_it_believes_nobody_elses_key(production: TestClient) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for signed in (
        jwt.encode(BUYER, other, algorithm="RS256", headers={"kid": "1"}),
        jwt.encode(BUYER, other, algorithm="RS256", headers={"kid": "2"}),
        jwt.encode(BUYER, SECRET, algorithm="HS256", headers={"kid": "1"}),
    ):
        answer = production.get("/v1/cases", headers={"Authorization": f"Bearer {signed}"})
        assert refusal(answer) == (401, "unauthenticated")
