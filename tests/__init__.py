"""The proofs, one folder a rung: markets, workflows, cases, api, scheduler, pages, stories."""

from __future__ import annotations
