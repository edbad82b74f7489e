"""The session: who is signed in and what they chose, in a signed cookie that only this server can write."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

from cases.casefile.asker import Asker

COOKIE = "nazorg"
TWELVE_HOURS = 12 * 3_600
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "testserver"})
Flash = tuple[str, str, dict[str, str]]


@dataclass(slots=True)
class Session:
    """What a browser carries from page to page.

    ``pass_key`` is what every form must send back (against forged ones). ``flashes`` are said on the next page:
    a tone, the key of a text, its values. ``signing_in`` is what a sign-on under way must come back with.
    ``looking`` is why an admin opens a case, by its id, until its page was shown.
    """

    pass_key: str = ""
    role: str = ""
    sub: str = ""
    seller: str = ""
    lang: str = ""
    speaks: str = ""
    market: str = ""
    theme: str = ""
    keys: bool = True
    flashes: list[Flash] = field(default_factory=list)
    signing_in: dict[str, str] = field(default_factory=dict)
    looking: dict[str, str] = field(default_factory=dict)

    @property
    def asker(self) -> Asker | None:
        """Who is signed in."""
        return Asker(self.role, self.sub, self.seller, self.lang or self.speaks) if self.role else None

    @property
    def sitting(self) -> str:
        """Which sign-in this is: the key of its forms, in a form that opens nothing."""
        return sha256(self.pass_key.encode()).hexdigest()

    def sign_in(self, asker: Asker) -> None:
        """Let somebody be signed in from now on, under a new key, so that a form drawn before is nobody's."""
        self.role, self.sub, self.seller, self.speaks = asker.role, asker.sub, asker.seller, asker.lang
        self.pass_key, self.signing_in, self.looking = secrets.token_urlsafe(24), {}, {}

    def sign_out(self) -> None:
        """Forget who it was; what was chosen stays."""
        self.role = self.sub = self.seller = self.speaks = ""
        self.pass_key = secrets.token_urlsafe(24)

    def passes(self, given: str) -> bool:
        """Whether a form was drawn by us for this very session."""
        return bool(self.pass_key) and compare_digest(self.pass_key.encode(), given.encode())

    def tell(self, tone: str, key: str, **values: str) -> None:
        """Say something on the next page: ``good`` or ``bad``."""
        self.flashes = [*self.flashes[-2:], (tone, key, values)]


class Sessions:
    """Writes and reads the cookie."""

    def __init__(self, secret: str) -> None:
        # A salt of its own, so that no cookie is ever taken for a bearer token, nor the other way round.
        self._signer = URLSafeTimedSerializer(
            secret, salt="nazorg.session", signer_kwargs={"key_derivation": "hmac", "digest_method": sha256}
        )

    def read(self, request: Request) -> Session:
        """The session of a request; a new one where it has none, or one that is old or not ours."""
        try:
            said = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=TWELVE_HOURS)
            return _session_of(said)
        except (BadData, TypeError, ValueError):
            return Session(pass_key=secrets.token_urlsafe(24))

    def write(self, request: Request, response: Response, session: Session) -> None:
        """Put the session into the answer."""
        said = {name: value for name, value in asdict(session).items() if value not in ("", [], {})}
        response.set_cookie(
            COOKIE,
            str(self._signer.dumps(said)),
            max_age=TWELVE_HOURS,
            httponly=True,
            samesite="lax",
            secure=(request.url.hostname or "") not in LOOPBACK,
        )


def _session_of(said: Any) -> Session:
    known = {one.name for one in fields(Session)}
    session = Session(**{name: value for name, value in said.items() if name in known})
    session.flashes = [(tone, key, dict(values)) for tone, key, values in session.flashes]
    return session
