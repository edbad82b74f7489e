"""Every page that only the platform has."""

from __future__ import annotations

from api.pages.admin import case, markets, reviews, verify, workflows

ROUTERS = (case.router, reviews.router, workflows.router, markets.router, verify.router)
