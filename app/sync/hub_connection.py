"""One connection to the main laptop: who is at the other end, and how long it is waited for."""

from __future__ import annotations

import asyncio
import ssl

from uvicorn.protocols.http.h11_impl import H11Protocol

SLOW = 10.0  # seconds that a connection may say nothing while an answer is not due


class Known(H11Protocol):
    """Hands the certificate of the other side on to the application, and waits for no one who says nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        self.app_state = {**self.app_state, "shown": (tls and tls.getpeercert(binary_form=True)) or b""}
        self._patience: asyncio.TimerHandle | None = self.loop.call_later(SLOW, self.transport.abort)

    def data_received(self, data: bytes) -> None:
        """A question has to be said within SLOW seconds from its first word."""
        if self._patience is None and self._idle():
            self._patience = self.loop.call_later(SLOW, self.transport.abort)
        super().data_received(data)
        if self._patience is not None and not self._idle():
            self._patience.cancel()
            self._patience = None

    def connection_lost(self, exc: Exception | None) -> None:
        if self._patience is not None:
            self._patience.cancel()
        super().connection_lost(exc)

    def _idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def shutdown(self) -> None:
        """Close at once where nothing is being answered: who is at the other end may never say goodbye."""
        if self._idle():
            self.transport.abort()
        else:
            super().shutdown()
