"""Every page that only the platform has."""

from __future__ import annotations

from api.pages.admin import markets, reviews, verify, workflows

ROUTERS = (reviews.router, workflows.router, markets.router, verify.router)
