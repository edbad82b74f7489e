"""Every page that only the platform has."""

from __future__ import annotations

from api.pages.admin import case, markets, measure, outages, policies, reviews, sellers, statistics, verify, workflows

ROUTERS = tuple(
    page.router for page in (case, reviews, workflows, markets, outages, measure, policies, sellers, statistics, verify)
)
