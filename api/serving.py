"""The server, which ends streams before it waits for its connections to end."""

from __future__ import annotations

import socket

import uvicorn
from fastapi import FastAPI

from api.live import Watch


class _Server(uvicorn.Server):
    """Because a stream has no end of its own, and would hold up the stop until it is cut off."""

    def __init__(self, config: uvicorn.Config, watch: Watch) -> None:
        super().__init__(config)
        self._watch = watch

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then what else is under way, then the application."""
        self._watch.close()
        await super().shutdown(sockets)


def server_of(app: FastAPI, config: uvicorn.Config) -> uvicorn.Server:
    """A server of the application."""
    return _Server(config, app.state.watch)
