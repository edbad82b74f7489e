"""The market place's own sign-on, against a small provider that this test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from cases.db import open_database
from cases.messages.files import Files
from cases.settings import Settings, SettingsError, SignOn, load_settings
from tests.api.web import SECRET, token
from tests.cast import NORD
from tests.pages import provider
from tests.pages.provider import Provider
from tests.pages.reader import Reader, title
from tests.pages.site import serving

ANNA = {"sub": "anna", "role": "seller", "seller": "nord", "locale": "nl"}


@pytest.fixture
def idp() -> Iterator[Provider]:
    """The provider; Anna of Werkstatt Nord signs in at it."""
    made = Provider(dict(ANNA))
    with serving(made.app) as address:
        made.address = address
        yield made


@pytest.fixture
def reader(idp: Provider, sqlite_url: str, tmp_path: Path) -> Iterator[Reader]:
    """Somebody at pages that are signed on to at the provider."""
    signs = SignOn(idp.address, provider.CLIENT, provider.SECRET)
    settings = Settings(sqlite_url, SECRET, "", Files(str(tmp_path)), None, sign_on=signs)
    with closing(open_database(sqlite_url)) as database, TestClient(create_app(settings, database)) as client:
        yield Reader(client)


def sent_to(answer: Response) -> str:
    """Where an answer sends the browser."""
    assert answer.status_code in (303, 307), answer.text
    return str(answer.headers["location"])


def begun(reader: Reader, idp: Provider, then: str = "/") -> str:
    """The address that the provider sends the browser back to."""
    away = sent_to(reader.client.get(f"/sign-on?then={then}", follow_redirects=False))
    assert away.startswith(f"{idp.address}/authorize?")
    return sent_to(httpx2.get(away))


def test_it_signs_somebody_on_and_leads_on(reader: Reader, idp: Provider) -> None:
    answer = reader.get(begun(reader, idp, "/search"))
    assert str(answer.url) == "http://testserver/search"
    assert title(answer) == "Zoeken · Nazorg"
    assert "nord" in answer.text


def test_it_offers_the_sign_on_and_takes_no_link(reader: Reader) -> None:
    assert 'href="/sign-on?then=' in reader.get("/").text
    assert reader.get(f"/sign-in?token={token(NORD)}").status_code == 404


@pytest.mark.parametrize(
    "twist",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody else"},
        {"iss": "http://elsewhere.example"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"role": None},
        {"role": "integration", "seller": None},
        {"seller": None},
        {"role": "buyer"},
    ],
    ids=str,
)
def test_it_takes_no_token_that_is_not_for_it(reader: Reader, idp: Provider, twist: dict[str, Any]) -> None:
    idp.twists = twist
    answer = reader.get(begun(reader, idp))
    assert answer.status_code == 401
    assert str(reader.get("/").url).endswith("/sign-in")


def test_it_takes_no_code_that_this_browser_did_not_ask_for(reader: Reader, idp: Provider) -> None:
    back = begun(reader, idp)
    other = Reader(TestClient(reader.client.app))
    assert other.get(back).status_code == 401
    assert reader.get(back.replace("state=", "state=x")).status_code == 401
    assert reader.get(back).status_code == 401, "a state is good for one try"


def test_it_takes_a_code_once(reader: Reader, idp: Provider) -> None:
    back = begun(reader, idp)
    assert reader.get(back).status_code == 200
    assert reader.get(back).status_code == 401


def test_it_trusts_no_other_key(reader: Reader, idp: Provider) -> None:
    idp.signs_with = Provider({}).key
    assert reader.get(begun(reader, idp)).status_code == 401


def test_it_says_busy_while_the_provider_is_away(sqlite_url: str, tmp_path: Path) -> None:
    signs = SignOn("http://127.0.0.1:9", provider.CLIENT, provider.SECRET)
    settings = Settings(sqlite_url, SECRET, "", Files(str(tmp_path)), None, sign_on=signs)
    with closing(open_database(sqlite_url)) as database, TestClient(create_app(settings, database)) as client:
        answer = Reader(client).get("/sign-on")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"NAZORG_OIDC_ISSUER": "https://login.example"}, "NAZORG_OIDC_CLIENT_ID is not set"),
        (
            {
                "NAZORG_OIDC_ISSUER": "http://login.example",
                "NAZORG_OIDC_CLIENT_ID": "x",
                "NAZORG_OIDC_CLIENT_SECRET": "y",
            },
            "NAZORG_OIDC_ISSUER",
        ),
    ],
    ids=["a part is missing", "not over TLS"],
)
def test_it_names_a_wrong_setting(tmp_path: Path, given: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/x.db", **given})
