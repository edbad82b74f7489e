"""Every page that only sellers have."""

from __future__ import annotations

from api.pages.seller import waive

ROUTERS = (waive.router,)
