"""The web's door. It parses, calls one verb, and answers."""

from __future__ import annotations
