"""Every page that only sellers have."""

from __future__ import annotations

from api.pages.seller import composing, feed, many, profile, scan, standing, today, views, waive

ROUTERS = tuple(page.router for page in (waive, composing, today, feed, many, profile, scan, standing, views))
