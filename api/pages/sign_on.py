"""The market place's own sign-on: OpenID Connect, the authorization code flow with PKCE.

The provider's ID token says who it is in the very claims that a bearer token has: ``sub``, ``role``, and for a seller's
people ``seller`` (``docs/operations.md``). State, nonce and verifier travel in the signed session, so a code that was
not asked for by this browser, or is sent twice, signs nobody in.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from threading import Lock
from typing import Any

import httpx2
import jwt
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from fastapi import APIRouter, Request, Response
from jwt import PyJWKClient

from api.pages.door import Visit, pages_of, show
from api.pages.own_address import own_address
from api.problems import Problem
from api.security import OF_KEY_SETS, asker_in
from cases.casefile.asker import INTEGRATION, Asker
from cases.errors import Busy
from cases.settings import SignOn

router = APIRouter(include_in_schema=False)
SECONDS = 10
RETURN = "/sign-on/return"


class Provider:
    """The market place's provider, as its discovery document describes it, read when it is first needed."""

    def __init__(self, settings: SignOn) -> None:
        self.settings = settings
        self._lock = Lock()
        self._known: dict[str, Any] = {}
        self._keys: PyJWKClient | None = None

    def begin(self, back: str) -> tuple[str, dict[str, str]]:
        """Where to send a browser, and what it must come back with. Raises ``Busy`` while the provider is away."""
        asked = {"nonce": secrets.token_urlsafe(16), "verifier": secrets.token_urlsafe(48), "back": back}
        with self._client(back) as client:
            address, state = client.create_authorization_url(
                self._described()["authorization_endpoint"], nonce=asked["nonce"], code_verifier=asked["verifier"]
            )
        return str(address), {**asked, "state": str(state)}

    def finish(self, code: str, asked: dict[str, str]) -> Asker:
        """Who it is. Raises ``unauthenticated`` for a code or a token that is not good."""
        described = self._described()
        try:
            with self._client(asked["back"]) as client:
                token = client.fetch_token(
                    described["token_endpoint"],
                    code=code,
                    code_verifier=asked["verifier"],
                    grant_type="authorization_code",
                )
            claims = self._claims(str(token["id_token"]))
        except (httpx2.TransportError, jwt.PyJWKClientConnectionError) as error:
            raise Busy from error
        except (AuthlibBaseError, httpx2.HTTPError, jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise Problem("unauthenticated") from error
        if not compare_digest(str(claims.get("nonce", "")).encode(), asked["nonce"].encode()):
            raise Problem("unauthenticated")
        asker = asker_in({**claims, "lang": claims.get("locale", claims.get("lang"))})
        if asker.role == INTEGRATION:
            raise Problem("unauthenticated")
        return asker

    def _client(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            self.settings.client_id,
            self.settings.client_secret,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=SECONDS,
        )

    def _claims(self, token: str) -> dict[str, Any]:
        assert self._keys is not None
        key = self._keys.get_signing_key_from_jwt(token)
        return jwt.decode(
            token,
            key,
            algorithms=list(OF_KEY_SETS),
            audience=self.settings.client_id,
            issuer=self.settings.issuer,
            options={"require": ["iss", "aud", "sub", "exp", "iat"]},
        )

    def _described(self) -> dict[str, Any]:
        with self._lock:
            if not self._known:
                known = _discovered(self.settings.issuer)
                self._keys = PyJWKClient(known["jwks_uri"], lifespan=300, timeout=SECONDS)
                self._known = known
            return self._known


def _discovered(issuer: str) -> dict[str, Any]:
    """What the provider says of itself (OpenID Connect Discovery 1.0). Raises ``Busy`` where it says nothing good."""
    try:
        answer = httpx2.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=SECONDS)
        known: dict[str, Any] = answer.raise_for_status().json()
    except (httpx2.HTTPError, ValueError) as error:
        raise Busy from error
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if known.get("issuer") != issuer or not all(isinstance(known.get(name), str) for name in needed):
        raise Busy
    return known


@router.get("/sign-on")
async def begin(request: Request) -> Response:
    """Send the browser to the market place's provider."""
    return await show(request, _begin, open_to_all=True)


def _begin(visit: Visit) -> Response:
    address, asked = _provider(visit).begin(str(visit.request.url.replace(path=RETURN, query="")))
    visit.session.signing_in = {**asked, "then": own_address(visit.asked("then"))}
    return visit.go(address)


@router.get(RETURN)
async def finish(request: Request) -> Response:
    """Take the browser back, and know who it is."""
    return await show(request, _finish, open_to_all=True)


def _finish(visit: Visit) -> Response:
    provider = _provider(visit)
    asked, visit.session.signing_in = visit.session.signing_in, {}
    try:
        asker = provider.finish(_code(visit, asked), asked)
    except Problem:
        return visit.page("sign_in.html", 401, then="/", signs_on=True, refused=True)
    visit.session.sign_in(asker)
    return visit.go(asked["then"])


def _code(visit: Visit, asked: dict[str, str]) -> str:
    """The code of the sign-on that this browser began. Raises ``unauthenticated`` for any other."""
    code, state = visit.asked("code"), visit.asked("state")
    if not asked or not code or not compare_digest(state.encode(), asked["state"].encode()):
        raise Problem("unauthenticated")
    return code


def _provider(visit: Visit) -> Provider:
    provider = pages_of(visit.request).provider
    if not isinstance(provider, Provider):
        raise Problem("not_found")
    return provider
