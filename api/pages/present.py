"""Who else of the reader's team has a case open, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cases.casefile.asker import Asker
from cases.team.presence import Present
from markets.translate import translate


def present_in(present: Sequence[Present], asker: Asker) -> str:
    """Who writes, then who only looks; empty where the reader is alone."""
    others = [one for one in present if one.team == asker.team and one.sub != asker.sub]
    return " ".join(
        translate("page.live.replying" if one.writes else "page.live.here", asker.lang, name=one.name)
        for one in sorted(others, key=lambda one: not one.writes)
    )
