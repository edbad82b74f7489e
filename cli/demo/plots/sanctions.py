"""Measures of the platform against the sellers who were late most often, each told until it stands in another stage."""

from __future__ import annotations

from cli.demo.plots.steps import Ago, Plot, d, h, step
from workflows.grammar import PLATFORM, SELLER

# fmt: off
SANCTIONS = (
    Plot(1, "sanction", "", "propose", (
        step(d(1),  SELLER,   "respond",  "respond"),
        step(h(20), PLATFORM, "impose",   "impose"),
    ), opened_by=PLATFORM, wish="warning", lasts=9, ago=d(19)),
    Plot(1, "sanction", "", "propose", (
        step(d(1),  SELLER,   "respond",  "respond"),
        step(h(20), PLATFORM, "impose",   "impose"),
        step(d(3),  SELLER,   "appeal",   "appeal_measure"),
        step(h(30), PLATFORM, "lift",     "lift", another=True),
    ), opened_by=PLATFORM, wish="suspension", ago=d(17)),
    Plot(1, "sanction", "", "propose", (
        step(d(1),  SELLER,   "respond",  "respond"),
        step(h(20), PLATFORM, "impose",   "impose"),
        step(h(20), PLATFORM, "consent",  "consent", another=True),
    ), opened_by=PLATFORM, wish="removal", ago=d(13), late=True),
    Plot(1, "sanction", "", "propose", (
        step(d(1),  SELLER,   "respond",  "respond"),
        step(h(20), PLATFORM, "impose",   "impose"),
    ), opened_by=PLATFORM, wish="restriction", ago=d(11)),
    Plot(1, "sanction", "", "propose", (
        step(d(1),  SELLER,   "respond",  "respond"),
        step(h(20), PLATFORM, "impose",   "impose"),
        step(Ago(30), SELLER, "appeal",   "appeal_measure"),
    ), opened_by=PLATFORM, wish="restriction", ago=d(9)),
    Plot(1, "sanction", "", "propose", (
        step(d(1),  SELLER,   "respond",  "respond"),
        step(h(20), PLATFORM, "dismiss",  "dismiss"),
    ), opened_by=PLATFORM, wish="warning", ago=d(7)),
    Plot(1, "sanction", "", "propose", (
        step(Ago(20), SELLER, "respond",  "respond"),
    ), opened_by=PLATFORM, wish="warning", ago=d(3)),
)
# fmt: on
