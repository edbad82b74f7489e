"""Where the scenes are played, and in which words."""

from __future__ import annotations

from dataclasses import dataclass, field

from cases.db import Database
from cases.messages.files import Files
from cli.demo.plots.steps import ANSWER, ASK, DONE, FAULT, FOUND
from cli.demo.scenery import Scenery
from cli.demo.scenes import Scene


@dataclass(frozen=True, slots=True)
class Stage:
    """The database and the files, everybody's lines, and the sellers against whom there is a measure."""

    database: Database
    files: Files
    scenery: Scenery
    measured: set[str] = field(default_factory=set)

    def words(self, scene: Scene, name: str) -> str:
        """What a plot calls ``name``, in the language of the scene; the seller's own words for what is theirs."""
        own = {
            "": "",
            ASK: scene.ask[1],
            ANSWER: scene.ask[2],
            FAULT: scene.fault.seen,
            FOUND: scene.fault.found,
            DONE: scene.fault.done,
        }
        if name in own:
            return own[name]
        return self.scenery.line(scene.seller.lang, name, scene.rng, order=scene.order_id)
