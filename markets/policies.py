"""Every policy that there is or was, each from its day on; a case asks for the one that it was opened under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from markets.policy import DEFAULT_VERSION, Policy, PolicyError, load_policy

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Policies:
    """Policies in the order in which they come into force: the day of each, and of one day the later one wins."""

    entries: tuple[tuple[date, Policy], ...] = ()

    def on(self, day: date) -> Policy:
        """The policy in force on a day; before the first one, that of a market place without any."""
        begun = [policy for begins, policy in self.entries if begins <= day]
        return begun[-1] if begun else Policy()

    def named(self, version: str) -> Policy | None:
        """The policy of that version; None where it is not known here."""
        found = next((policy for _, policy in reversed(self.entries) if policy.version == version), None)
        return Policy() if found is None and version == DEFAULT_VERSION else found


def in_order(entries: Iterable[tuple[date, Policy]]) -> Policies:
    """The same entries by their days; those of one day stay as they are."""
    return Policies(tuple(sorted(entries, key=lambda entry: entry[0])))


def load_policies(path: Path | None) -> list[Policy]:
    """The policy of a file, or those of every ``.toml`` file of a folder, the first in force first.

    Raises PolicyError with one sentence: also where two files have one version, or a folder's names no version or day.
    """
    if path is None:
        return []
    if not path.is_dir():
        return [load_policy(path)]
    policies = [load_policy(file) for file in sorted(path.glob("*.toml"))]
    if not policies:
        raise PolicyError(f"The folder {path} holds no policy: no file in it ends with .toml.")
    seen: set[str] = set()
    for policy in policies:
        if policy.applies_from is None or not policy.is_named:
            raise PolicyError(
                f"A policy in the folder {path} says no version, or not from which day: {policy.version}."
            )
        if policy.version in seen:
            raise PolicyError(f"Two policies in the folder {path} have the version {policy.version!r}.")
        seen.add(policy.version)
    return sorted(policies, key=lambda policy: policy.applies_from or date.min)
