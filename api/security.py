"""Who is asking: bearer tokens, signed with the embedded secret or by the market place's own keys (JWKS)."""

from __future__ import annotations

import re
from dataclasses import replace
from threading import Lock
from typing import Any

import jwt
from jwt import PyJWK, PyJWKClient
from jwt.types import Options

from api.problems import Problem
from cases.casefile.asker import ADMIN, INTEGRATION, Asker
from cases.clock import real_now
from cases.errors import Busy
from cases.settings import Settings
from markets.translate import FALLBACK, languages, spoken

ROLES = ("buyer", "seller", ADMIN, INTEGRATION)
LONGEST_NAME = 200
LONGEST_TOKEN = 8_192
REMEMBERED_SECONDS = 30.0
MOST_REMEMBERED = 10_000
SECONDS_BETWEEN_FETCHES = 10.0
# No HS256 among these: a public key must never serve as a secret.
OF_KEY_SETS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)


class Tokens:
    """Verifies bearer tokens, and remembers for a short time which ones were true."""

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.secret
        self._keys = _KeySet(settings.jwks_url) if settings.jwks_url else None
        self._known: dict[str, tuple[Asker, float]] = {}

    def known(self, token: str) -> Asker | None:
        """The asker of a token that was verified a moment ago and has not expired since."""
        found = self._known.get(token)
        return found[0] if found is not None and real_now().timestamp() < found[1] else None

    def verified(self, token: str) -> Asker:
        """The asker whom the token names. Raises ``unauthenticated`` for anything but a whole, true token."""
        if not token or len(token) > LONGEST_TOKEN:
            raise Problem("unauthenticated")
        try:
            claims = self._claims(token)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Problem("unauthenticated") from error
        asker, now = asker_in(claims), real_now().timestamp()
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[token] = asker, min(now + REMEMBERED_SECONDS, float(claims.get("exp", now + REMEMBERED_SECONDS)))
        return asker

    def _claims(self, token: str) -> dict[str, Any]:
        needs: Options = {"require": ["sub", "role"], "verify_aud": False}
        if self._keys is None:
            return jwt.decode(token, self._secret, algorithms=["HS256"], options=needs)
        key = self._keys.key_of(token)
        return jwt.decode(token, key, algorithms=list(OF_KEY_SETS), options=needs)


class _KeySet:
    """The keys at the market place's address; an unknown key is looked for again, but not for everybody at once."""

    def __init__(self, address: str) -> None:
        self._client = PyJWKClient(address, lifespan=300, timeout=5)
        self._lock = Lock()
        self._fetched = 0.0

    def key_of(self, token: str) -> PyJWK:
        """The key that the token says it was signed with. Raises ``Busy`` while the address does not answer."""
        name = jwt.get_unverified_header(token).get("kid")
        try:
            with self._lock:
                return self._named(name) or self._named(name, again=True) or self._unknown()
        except jwt.PyJWKClientConnectionError as error:
            raise Busy from error

    def _named(self, name: object, *, again: bool = False) -> PyJWK | None:
        now = real_now().timestamp()
        if again and now - self._fetched < SECONDS_BETWEEN_FETCHES:
            return None
        if again:
            self._fetched = now
        keys = self._client.get_signing_keys(refresh=again)
        return next((key for key in keys if key.key_id == name), None)

    def _unknown(self) -> PyJWK:
        raise jwt.PyJWKClientError("the token names a key that is not in the set")


def asker_in(claims: dict[str, Any]) -> Asker:
    """The asker whom true claims name. Raises ``unauthenticated`` where they name nobody."""
    sub, role, seller, lang = (claims.get(name) for name in ("sub", "role", "seller", "lang"))
    if role not in ROLES or not _is_name(sub):
        raise Problem("unauthenticated")
    if (role == "seller") != (seller is not None) or (seller is not None and not _is_name(seller)):
        raise Problem("unauthenticated")
    speaks = lang if isinstance(lang, str) and _LANGUAGE.fullmatch(lang) else ""
    return Asker(str(role), str(sub), str(seller or ""), speaks)


def in_their_language(asker: Asker, accept_language: str) -> Asker:
    """The asker with a language to read in: the token's, else the request's."""
    return asker if asker.lang else replace(asker, lang=language_of(accept_language))


def language_of(accept_language: str) -> str:
    """The language of ours that an Accept-Language header (RFC 9110) asks for most, else English."""
    wished: list[tuple[float, str]] = []
    for part in accept_language[:500].split(","):
        name, _, quality = part.partition(";")
        if _LANGUAGE.fullmatch(name.strip()):
            wished.append((_weight(quality), name.strip()))
    for weight, name in sorted(wished, key=lambda wish: -wish[0]):
        if weight > 0 and name.split("-")[0].lower() in languages():
            return spoken(name)
    return FALLBACK


def bearer(authorization: str) -> str:
    """The token of an Authorization header; empty for any other."""
    scheme, _, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _weight(quality: str) -> float:
    name, _, value = quality.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()
