"""Services to talk over, with their names disguised, and links into them."""

from __future__ import annotations

import re

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading

# Names with signs in the place of letters; the plain misspellings are in the word files.
_MASKED = re.compile(
    r"(?<![^\W_])(?:w+h*[a@4*]+t+[s5$z*]+[ ._-]?[a@4*]+p+[p*]*|t[e3]l[e3]gr[a@4]m|s[i1!]gn[a@4]l|v[i1]b[e3]r)(?![^\W_])"
)
_PLAIN = frozenset(["whatsapp", "whatsap", "telegram", "signal", "viber", "watsapp", "watsap"])
_LINK = re.compile(
    r"(?<![a-z0-9@._-])(?:https?://)?(?:wa\.me|t\.me|m\.me|api\.whatsapp\.com|discord\.gg|signal\.me)/[^\s]{2,60}"
)


def find(reading: Reading) -> list[Finding]:
    """Masked names, then links into a service."""
    found = [
        reading.finding("messenger", *match.span(), "messenger.masked")
        for match in _MASKED.finditer(reading.text)
        if match.group() not in _PLAIN and re.search(r"[^a-z]", match.group().replace(" ", "").replace("-", ""))
    ]
    found += [reading.finding("messenger", *match.span(), "messenger.link") for match in _LINK.finditer(reading.text)]
    return found
