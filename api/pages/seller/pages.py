"""Every page that only sellers have."""

from __future__ import annotations

from api.pages.seller import composing, feed, today, waive

ROUTERS = (waive.router, composing.router, today.router, feed.router)
