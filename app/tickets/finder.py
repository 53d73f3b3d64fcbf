"""Printers that can be found: on the laptop's own wires and queues at once, on its network when somebody asks."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from app.errors import Trouble
from app.tickets.address import BAUDS, PORT
from app.tickets.queue import queues

AT_ONCE = 64  # connections that are tried side by side
PATIENCE = 0.5  # seconds: a printer on the same switch answers in a few milliseconds
SOMEWHERE = ("192.0.2.1", 9)  # an address of no machine (RFC 5737); nothing is sent, it only shows the way out


class Printer(msgspec.Struct, frozen=True):
    """A printer by its address, and what it calls itself."""

    address: str
    name: str


def plugged_in(devices: Path = Path("/dev")) -> list[Printer]:
    """USB printers, serial ports and the system's queues. What cannot be asked is left out."""
    return [*_files(devices), *_usb(), *_serial(), *(Printer(f"queue:{name}", name) for name in queues())]


def _files(devices: Path) -> Iterator[Printer]:
    for folder in (devices / "usb", devices):
        for file in sorted(folder.glob("lp[0-9]*")):
            yield Printer(str(file), f"USB {file.name}")


def _usb() -> Iterator[Printer]:
    from app.tickets.wired import usb_devices

    with contextlib.suppress(Trouble, OSError, NotImplementedError):
        for one in usb_devices():
            name = ""
            with contextlib.suppress(OSError, ValueError, NotImplementedError):
                name = " ".join(filter(None, (one.manufacturer, one.product)))
            yield Printer(f"usb:{one.idVendor:04x}:{one.idProduct:04x}", name or f"USB {one.idVendor:04x}")


def _serial() -> Iterator[Printer]:
    with contextlib.suppress(ImportError):
        from serial.tools.list_ports import comports

        for port in comports():
            if port.hwid != "n/a":
                yield Printer(f"serial:{port.device}:{BAUDS[-1]}", port.description or port.device)


def own_network() -> str:
    """The laptop's own /24 as `192.168.1.0/24`, '' where it is in no network."""
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as way:
        try:
            way.connect(SOMEWHERE)
            here = way.getsockname()[0]
        except OSError:
            return ""
    return str(ipaddress.ip_network(f"{here}/24", strict=False))


def on_network(network: str, tried: Callable[[int, int], None], stop: threading.Event, port: int = PORT,
               patience: float = PATIENCE) -> list[Printer]:
    """Machines of `network` that answer at the printers' port, by their address. `tried(n, of)` says how far it is;
    `stop` ends it. Raises ValueError for what is no network, or one of more than 1,024 machines."""
    machines = [str(host) for host in ipaddress.ip_network(network).hosts()]
    if len(machines) > 1024:
        raise ValueError(f"{network} is too large to look through")
    done, lock, found = 0, threading.Lock(), list[str]()

    def ask(host: str) -> None:
        nonlocal done
        answers = not stop.is_set() and _answers(host, port, patience)
        with lock:
            done += 1
            if answers:
                found.append(host)
            tried(done, len(machines))

    with ThreadPoolExecutor(AT_ONCE, "printer-finder") as pool:
        list(pool.map(ask, machines))
    return [Printer(host if port == PORT else f"{host}:{port}", host)
            for host in sorted(found, key=ipaddress.ip_address)]


def _answers(host: str, port: int, patience: float) -> bool:
    try:
        socket.create_connection((host, port), patience).close()
    except OSError:
        return False
    return True
