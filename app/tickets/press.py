"""From the facts of a slip to paper: words in the slip's language, dots, bytes, printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk import Desk
from app.errors import Trouble
from app.stations.arrival_slip import ArrivalSlip
from app.stations.slips import Slip, TotalsSlip
from app.tickets.layout import SlipSite, arrival, printer_test
from app.tickets.printer import Device, Network, Outcome, Printer
from app.tickets.speech import Speech

if TYPE_CHECKING:  # Pillow costs a fifth of a second: only who draws pays for it
    from PIL.Image import Image

    from app.tickets.blocks import Block
    from app.tickets.font import Font

PAPER = {"58": 384, "80": 576, "80-180dpi": 512}  # paper as set -> dots across
PORT = 9100


def printer_at(address: str) -> Printer | None:
    """The printer at an address as a person types it: `192.168.1.50`, `192.168.1.50:9100`, a device or a file
    (`/dev/usb/lp0`); '' is none. Raises Trouble `printer_address` for what is neither."""
    address = address.strip()
    if not address:
        return None
    if address.startswith(("/", "\\", ".")) or address[1:3] in (":\\", ":/"):
        return Device(Path(address))
    host, colon, port = address.rpartition(":")
    if not colon:
        host, port = address, str(PORT)
    if not host or not port.isdigit() or not 0 < int(port) < 65536 or " " in host:
        raise Trouble("printer_address", address=address)
    return Network(host, int(port))


class Press:
    """Prints slips on one printer. `waiting` says (ahead, minutes) for a slip while that is fresh, else None."""

    def __init__(self, desk: Desk, printer: Printer, paper: str = "80",
                 waiting: Callable[[ArrivalSlip], tuple[int, int] | None] = lambda slip: None) -> None:
        self._desk, self._printer, self._waiting = desk, printer, waiting
        self._dots = PAPER.get(paper, PAPER["80"])
        self._font: Font | None = None
        self._language = ""

    def __call__(self, slip: Slip, copy: int) -> Outcome:
        """Print a slip and say what became of it."""
        return self._print(self.blocks(slip, copy))

    def test(self, name: str) -> Outcome:
        """Print the test slip; `name` is the printer's address as set."""
        site, words = self._site()
        return self._print(printer_test(site, name, self._desk.clock.now(), self._desk.letter, words))

    def preview(self, slip: Slip, copy: int) -> Image:
        """The same dots, to look at."""
        return self._draw(self.blocks(slip, copy))

    def blocks(self, slip: Slip, copy: int) -> tuple[Block, ...]:
        """The slip's words."""
        site, words = self._site()
        if isinstance(slip, ArrivalSlip):
            return arrival(slip, site, self._waiting(slip), copy, words)
        from app.tickets.slips import totals, unit_slip  # with the catalogue of defects: queue slips need none

        if isinstance(slip, TotalsSlip):
            return totals(slip, site, copy, words)
        from app.catalogue import catalogue

        return unit_slip(slip, site, copy, words, catalogue())

    def missing(self, slip: Slip) -> str:
        """The characters of a slip that the font lacks: they are printed as 〓."""
        from app.tickets.raster import missing_glyphs

        return missing_glyphs(self.blocks(slip, 0), self._in_font())

    def _site(self) -> tuple[SlipSite, Speech]:
        site = self._desk.state("site")
        stations = {**site.stations, "papers": site.stations.get("desk", "")}
        facts = SlipSite(site.name, site.subtitle, site.zone, stations=stations, drill=site.drill)
        return facts, Speech(site.slip_language, site.slip_second)

    def _draw(self, blocks: tuple[Block, ...]) -> Image:
        from app.tickets.raster import draw

        return draw(blocks, self._dots, self._in_font())

    def _in_font(self) -> Font:
        from app.tickets.font import find_font

        site = self._desk.state("site")
        language = next((one for one in (site.slip_language, site.slip_second) if one.startswith("zh")), "zh_Hans")
        if self._font is None or self._language != language:
            self._font, self._language = find_font(language), language
        return self._font

    def _print(self, blocks: tuple[Block, ...]) -> Outcome:
        from app.tickets.escpos import job

        try:
            return self._printer.print(job(self._draw(blocks)))
        except Trouble as trouble:  # no font: said as the printer's state, so that the slip waits and is not lost
            return Outcome("failed", trouble.key)
