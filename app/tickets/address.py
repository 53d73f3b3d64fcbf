"""Where a printer is, as a person types it and as the settings keep it."""

from __future__ import annotations

import re
from pathlib import Path

from app.errors import Trouble
from app.tickets.printer import Device, Network, Printer

PORT = 9100
BAUDS = (9600, 19200, 38400, 57600, 115200)
USB = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)
SERIAL = re.compile(r"serial:(.+?)(?::([0-9]+))?", re.IGNORECASE)
QUEUE = re.compile(r"queue:(.+)", re.IGNORECASE)


def printer_at(address: str) -> Printer | None:
    """The printer at an address: `192.168.1.50`, `192.168.1.50:9100`, a device or a file (`/dev/usb/lp0`),
    `usb:04b8:0202` (maker and model), `serial:/dev/ttyUSB0:115200` or `serial:COM3:9600`, `queue:NAME` (of the
    system); '' is none. Raises Trouble `printer_address` for what is none of them."""
    address = address.strip()
    if not address:
        return None
    if found := USB.fullmatch(address):
        from app.tickets.wired import Usb  # who prints on the network needs neither

        return Usb(int(found[1], 16), int(found[2], 16))
    if found := SERIAL.fullmatch(address):
        from app.tickets.wired import Serial

        baud = int(found[2] or BAUDS[0])
        if baud not in BAUDS:
            raise Trouble("printer_address", address=address)
        return Serial(found[1], baud)
    if found := QUEUE.fullmatch(address):
        from app.tickets.queue import Queue

        return Queue(found[1].strip())
    if address.startswith(("/", "\\", ".")) or address[1:3] in (":\\", ":/"):
        return Device(Path(address))
    host, colon, port = address.rpartition(":")
    if not colon:
        host, port = address, str(PORT)
    if not host or not port.isdigit() or not 0 < int(port) < 65536 or " " in host:
        raise Trouble("printer_address", address=address)
    return Network(host, int(port))
