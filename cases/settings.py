"""What the environment (or ``nazorg.toml`` beside the database) decides. A wrong setting stops the start."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cases.casefile import policies
from cases.db import Database, open_database, upgrade
from cases.db.schema import UNREACHABLE, Schema, schema_of
from cases.ledger.keys import KeyPlace
from cases.ledger.note import is_name
from cases.messages.files import Files, NoSuchPlace
from cases.sellers.scale import scale_of
from markets.policies import load_policies
from markets.policy import PolicyError

DEFAULT_DATABASE = "sqlite:///var/nazorg.db"
DEFAULT_ORIGIN = "nazorg"
OF_SIGN_ON = ("NAZORG_OIDC_ISSUER", "NAZORG_OIDC_CLIENT_ID", "NAZORG_OIDC_CLIENT_SECRET")
NAMES = (
    "DATABASE_URL",
    "NAZORG_SECRET",
    "NAZORG_JWKS_URL",
    "NAZORG_FILES",
    "NAZORG_POLICY",
    "NAZORG_WEBHOOKS",
    "NAZORG_LEDGER_KEY",
    "NAZORG_LEDGER_ORIGIN",
    *OF_SIGN_ON,
)
PUBLIC, INTERNAL = "public", "internal"
SHORTEST_SECRET = 32  # RFC 7518, section 3.2: a key of HS256 has at least the size of its hash


class SettingsError(ValueError):
    """A setting is wrong; the sentence names it."""


@dataclass(frozen=True, slots=True)
class SignOn:
    """The market place's own sign-on (OpenID Connect) for people at the pages."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lies and who may speak. ``secret`` signs tokens of the embedded set-up."""

    database_url: str
    secret: str = field(repr=False)
    jwks_url: str
    files: Files
    policy_path: Path | None
    sandbox: bool = False
    sign_on: SignOn | None = None
    webhooks: str = PUBLIC
    """Where webhooks may lie: only where the public reaches, or inside the operator's own network too."""
    ledger_key: KeyPlace | None = None
    """The file of the key that signs checkpoints, which may be none yet; None where nothing is ever signed."""

    @property
    def webhooks_inside(self) -> bool:
        """Whether a webhook may lie inside our own network; in a sandbox it may, because receivers are tried there."""
        return self.sandbox or self.webhooks == INTERNAL

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a SQLite file of our own, which migrates itself."""
        return self.database_url.startswith("sqlite")


def load_settings(environment: Mapping[str, str] | None = None, *, sandbox: bool = False) -> Settings:
    """The settings in force. Raises ``SettingsError``."""
    given = os.environ if environment is None else environment
    beside = _folder_of(_database_url(given.get("DATABASE_URL") or DEFAULT_DATABASE))
    values = _from_file(beside / "nazorg.toml") | {name: given[name] for name in NAMES if given.get(name)}
    policy = values.get("NAZORG_POLICY")
    return Settings(
        database_url=_database_url(values.get("DATABASE_URL", DEFAULT_DATABASE)),
        secret=_secret(values.get("NAZORG_SECRET"), beside),
        jwks_url=_jwks_url(values.get("NAZORG_JWKS_URL", "")),
        files=_files(values.get("NAZORG_FILES", str(beside / "files"))),
        policy_path=Path(policy) if policy else None,
        sandbox=sandbox,
        sign_on=_sign_on(values),
        webhooks=_webhooks(values.get("NAZORG_WEBHOOKS", PUBLIC)),
        ledger_key=_ledger_key(values, beside),
    )


def apply(settings: Settings) -> None:
    """Put the policy in force, in every room that asks it. Raises ``SettingsError``."""
    try:
        loaded = load_policies(settings.policy_path)
        for policy in loaded:
            scale_of(policy)
        policies.use_files(loaded)
    except PolicyError as error:
        raise SettingsError(f"NAZORG_POLICY: {error}") from error


def enter_policies(database: Database, now: datetime) -> None:
    """Keep the policies that the settings name, so that cases find them for good. Raises ``SettingsError``."""
    try:
        policies.enter_files(database, now)
        policies.apply_policies(database)
    except PolicyError as error:
        raise SettingsError(f"NAZORG_POLICY: {error}") from error


def open_settled(settings: Settings, *, pool_size: int = 16) -> Database:
    """The database that the settings name, reachable and of the newest schema; an embedded one is migrated first.

    Raises ``SettingsError`` where it cannot be reached, or must be migrated by hand (``nazorg db upgrade``).
    """
    if settings.is_embedded:
        migrate(settings)
    elif _schema(settings) is not Schema.CURRENT:
        raise SettingsError("DATABASE_URL: the database has an old schema or none; run `nazorg db upgrade` first.")
    return open_database(settings.database_url, pool_size=pool_size)


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema. Raises ``SettingsError`` where that cannot be."""
    if _schema(settings) is Schema.OLD:
        upgrade(settings.database_url)


def _schema(settings: Settings) -> Schema:
    """How the database stands to this code. Raises ``SettingsError`` where it is not there, or ahead of us."""
    try:
        if settings.is_embedded:
            _folder_of(settings.database_url).mkdir(parents=True, exist_ok=True)
        with closing(open_database(settings.database_url)) as database:
            schema = schema_of(database)
    except (*UNREACHABLE, OSError) as error:
        raise SettingsError(f"DATABASE_URL: the database cannot be reached: {_first_line(error)}") from error
    if schema is Schema.NEWER:
        raise SettingsError("DATABASE_URL: the database was migrated by a newer Nazorg than this one.")
    return schema


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


def _database_url(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        scheme = url.partition(":")[0]  # not the rest, because it may hold a password
        raise SettingsError(f"DATABASE_URL names {scheme!r}, which is neither sqlite:///FILE nor postgresql://…")
    if url.startswith("sqlite") and url.removeprefix("sqlite:///") in ("", ":memory:"):
        raise SettingsError("DATABASE_URL names no file: a database in memory would be another one on each connection.")
    return url


def _folder_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite") else Path("var")


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    for name, value in values.items():
        if name not in NAMES:
            raise SettingsError(f"{path}: {name} is no setting; known are {', '.join(NAMES)}.")
        if not isinstance(value, str):
            raise SettingsError(f"{path}: {name} must be a text.")
    return values


def _jwks_url(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        raise SettingsError(f"NAZORG_JWKS_URL {url!r} is no web address.")
    return url


def _webhooks(where: str) -> str:
    if where not in (PUBLIC, INTERNAL):
        raise SettingsError(f"NAZORG_WEBHOOKS {where!r} is neither {PUBLIC} nor {INTERNAL}.")
    return where


def _ledger_key(values: Mapping[str, str], beside: Path) -> KeyPlace:
    origin = values.get("NAZORG_LEDGER_ORIGIN", DEFAULT_ORIGIN)
    if not is_name(origin):
        raise SettingsError(f"NAZORG_LEDGER_ORIGIN {origin!r} may hold no space and no plus.")
    named = values.get("NAZORG_LEDGER_KEY")
    return KeyPlace(Path(named) if named else beside / "ledger.key", origin)


def _sign_on(values: Mapping[str, str]) -> SignOn | None:
    given = [name for name in OF_SIGN_ON if values.get(name)]
    if not given:
        return None
    for name in OF_SIGN_ON:
        if name not in given:
            raise SettingsError(f"{name} is not set, and {given[0]} is: the sign-on needs all three.")
    issuer = values["NAZORG_OIDC_ISSUER"]
    if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise SettingsError(f"NAZORG_OIDC_ISSUER {issuer!r} is no address that begins with https.")
    return SignOn(issuer, values["NAZORG_OIDC_CLIENT_ID"], values["NAZORG_OIDC_CLIENT_SECRET"])


def _files(place: str) -> Files:
    files = Files(place)
    try:
        files.check()
    except NoSuchPlace as error:
        raise SettingsError(f"NAZORG_FILES {place!r} cannot be used: {error}.") from error
    return files


def _secret(given: str | None, beside: Path) -> str:
    """The secret that was given, or one that is made once and kept beside the database for its owner alone."""
    if given is None:
        try:
            given = _kept_secret(beside / "secret")
        except OSError as error:
            raise SettingsError(f"NAZORG_SECRET is not set, and none can be kept: {error}") from error
    if len(given) < SHORTEST_SECRET:
        raise SettingsError(f"NAZORG_SECRET must have at least {SHORTEST_SECRET} characters.")
    return given


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_name(f".secret.{os.getpid()}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(made)  # whole or not at all, and the first of two processes wins
        made.unlink()
    return path.read_text(encoding="utf-8").strip()
