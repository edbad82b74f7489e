"""Every page of the buyer that is neither the first one nor a case."""

from __future__ import annotations

from api.pages.buyer import acknowledgement, ask, get_help, orders, solved, withdraw

# An order's id may have slashes, so its own page comes after those that say more.
ROUTERS = (acknowledgement.router, ask.router, withdraw.router, solved.router, get_help.router, orders.router)
