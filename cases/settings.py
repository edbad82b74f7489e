"""What the environment (or ``nazorg.toml`` beside the database) decides. A wrong setting stops the start."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cases.casefile import facts
from markets import calendars
from markets.policy import PolicyError, load_policy

DEFAULT_DATABASE = "sqlite:///var/nazorg.db"
NAMES = ("DATABASE_URL", "NAZORG_SECRET", "NAZORG_JWKS_URL", "NAZORG_FILES", "NAZORG_POLICY")
SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """A setting is wrong; the sentence names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data lies and who may speak. ``secret`` signs tokens of the embedded set-up."""

    database_url: str
    secret: str
    jwks_url: str
    files: Path
    policy_path: Path | None
    sandbox: bool = False


def load_settings(environment: Mapping[str, str] | None = None, *, sandbox: bool = False) -> Settings:
    """The settings in force. Raises ``SettingsError``."""
    given = os.environ if environment is None else environment
    url = given.get("DATABASE_URL") or DEFAULT_DATABASE
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        raise SettingsError(f"DATABASE_URL {url!r} is neither a SQLite file nor a PostgreSQL address.")
    beside = Path(url.removeprefix("sqlite:///")).parent if url.startswith("sqlite") else Path("var")
    values = _from_file(beside / "nazorg.toml") | {name: given[name] for name in NAMES if given.get(name)}
    policy = values.get("NAZORG_POLICY")
    return Settings(
        database_url=values.get("DATABASE_URL", url),
        secret=_secret(values.get("NAZORG_SECRET"), beside),
        jwks_url=values.get("NAZORG_JWKS_URL", ""),
        files=Path(values.get("NAZORG_FILES", str(beside / "files"))),
        policy_path=Path(policy) if policy else None,
        sandbox=sandbox,
    )


def apply(settings: Settings) -> None:
    """Put the policy in force, in every room that asks it. Raises ``SettingsError``."""
    try:
        policy = load_policy(settings.policy_path)
        calendars.use_policy(policy)
    except PolicyError as error:
        raise SettingsError(f"NAZORG_POLICY: {error}") from error
    facts.use_policy(policy)


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    for name, value in values.items():
        if name not in NAMES or not isinstance(value, str):
            raise SettingsError(f"{path}: {name} is no setting of ours, or not a text.")
    return values


def _secret(given: str | None, beside: Path) -> str:
    """The secret that was given, or one that is made once and kept beside the embedded database for its owner."""
    if given is not None:
        if len(given) < SHORTEST_SECRET:
            raise SettingsError(f"NAZORG_SECRET must have at least {SHORTEST_SECRET} characters.")
        return given
    path = beside / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()
