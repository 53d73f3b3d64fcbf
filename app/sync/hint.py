"""Which main laptops a network has, by multicast DNS: a hint that saves typing an address.

Many networks let no multicast through, and anybody can answer: a laptop that joins still asks for the code.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from zeroconf import Error as HintError
from zeroconf import ServiceBrowser, ServiceInfo, ServiceListener, Zeroconf

from app.sync.far import PORT

SERVICE = "_handover-desk._tcp.local."
EVERYWHERE: Sequence[str] = ()  # or the addresses of the interfaces that are used
WAIT_MS = 1000


def announce(address: str, port: int, on: Sequence[str] = EVERYWHERE) -> Callable[[], None]:
    """Tell the network that a main laptop answers there; what ends that. Where there is no network, nobody hears it."""
    if not address:
        return lambda: None
    over, name = threading.Event(), socket.gethostname().partition(".")[0] or "desk"

    def work() -> None:
        with suppress(OSError, HintError):
            speaking = _speaking(on)
            try:
                info = ServiceInfo(SERVICE, f"{name}-{port}.{SERVICE}", addresses=[socket.inet_aton(address)],
                                   port=port, properties={"name": name}, server=f"{name}-{port}.local.")
                speaking.register_service(info, cooperating_responders=True)
                over.wait()
                speaking.unregister_service(info)
            finally:
                speaking.close()

    threading.Thread(target=work, name="hint", daemon=True).start()
    return over.set


def look(told: Callable[[Sequence[tuple[str, str]]], None], on: Sequence[str] = EVERYWHERE) -> Callable[[], None]:
    """Call `told`, in another thread, with (address, name of the laptop) of all main laptops that are there, each time
    that changes; what ends that."""
    try:
        speaking = _speaking(on)
    except OSError:  # no network at all
        return lambda: None
    ServiceBrowser(speaking, SERVICE, _Heard(told))
    return speaking.close


def _speaking(on: Sequence[str]) -> Zeroconf:
    return Zeroconf(interfaces=list(on)) if on else Zeroconf()


class _Heard(ServiceListener):
    def __init__(self, told: Callable[[Sequence[tuple[str, str]]], None]) -> None:
        self._told = told
        self._found: dict[str, tuple[str, str]] = {}

    def add_service(self, speaking: Zeroconf, kind: str, name: str) -> None:
        info = speaking.get_service_info(kind, name, WAIT_MS)
        address = next(iter(info.parsed_addresses() if info else ()), "")
        if info is None or not address:
            return
        said = (info.properties.get(b"name") or b"").decode(errors="replace")[:40]
        self._found[name] = (address if info.port == PORT else f"{address}:{info.port}", said)
        self._told(tuple(self._found.values()))

    def update_service(self, speaking: Zeroconf, kind: str, name: str) -> None:
        self.add_service(speaking, kind, name)

    def remove_service(self, speaking: Zeroconf, kind: str, name: str) -> None:
        self._found.pop(name, None)
        self._told(tuple(self._found.values()))
