"""Who is asking: bearer tokens, signed with the embedded secret or by the market place's own keys (JWKS)."""

from __future__ import annotations

import jwt
from fastapi import Request
from jwt import PyJWKClient

from api.problems import Problem
from cases.casefile.asker import Asker
from cases.settings import Settings
from markets.translate import spoken

ROLES = frozenset({"buyer", "seller", "admin", "integration"})
LONGEST = 200
_KEYS: dict[str, PyJWKClient] = {}


def asker_of(request: Request, settings: Settings) -> Asker:
    """The asker whom the request's token names. Raises ``unauthenticated`` for anything but a whole, true token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("unauthenticated")
    try:
        claims = _claims(token.strip(), settings)
    except (jwt.PyJWTError, ValueError, UnicodeError) as error:
        raise Problem("unauthenticated") from error
    sub, role, seller = claims.get("sub"), claims.get("role"), claims.get("seller", "")
    if not isinstance(sub, str) or not isinstance(seller, str) or role not in ROLES or not 0 < len(sub) <= LONGEST:
        raise Problem("unauthenticated")
    if (role == "seller") != bool(seller):
        raise Problem("unauthenticated")
    return Asker(str(role), sub, seller, language_of(request, str(claims.get("lang", ""))))


def language_of(request: Request, wished: str = "") -> str:
    """The language of the reader: the token's, else the first of Accept-Language that we speak, else English."""
    offered = [wished, *(part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(","))]
    return next((spoken(name[:2].lower()) for name in offered if name and name != "*"), "en")


def _claims(token: str, settings: Settings) -> dict[str, object]:
    if settings.jwks_url:
        client = _KEYS.setdefault(settings.jwks_url, PyJWKClient(settings.jwks_url))
        key = client.get_signing_key_from_jwt(token).key
        found: dict[str, object] = jwt.decode(token, key, algorithms=["RS256", "ES256", "EdDSA"])
        return found
    return jwt.decode(token, settings.secret, algorithms=["HS256"])
