"""The printer that this laptop's settings name: who prints on it, and whether other desks may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.desk import Desk
from app.errors import Trouble
from app.queries.line import Line
from app.settings import Settings
from app.stations.arrival_slip import ArrivalSlip
from app.stations.slips import Slip, UnitSlip
from app.tickets.address import printer_at
from app.tickets.code import slip_code
from app.tickets.model import options, says_names
from app.tickets.press import Press
from app.tickets.printer import Answering, NoPrinter, Printer

if TYPE_CHECKING:  # both are loaded when they are needed
    from PIL.Image import Image

    from app.tickets.share import Share


class DeskPrinter:
    """Asks the settings anew each time. May be asked from any thread."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk, self._settings = desk, settings
        self._proof = Press(desk, NoPrinter())  # keeps its font: it is asked before each slip
        self._share: Share | None = None

    def printer(self) -> Printer | None:
        """The printer, None where none is set up."""
        try:
            printer = printer_at(self._settings.printer)
        except Trouble:
            return None
        if isinstance(printer, Answering):
            printer.says_names = says_names(self._settings.get("printer_model"))
        return printer

    def press(self) -> Press | None:
        """What prints slips on it."""
        printer = self.printer()
        return None if printer is None else self._press(printer)

    def preview(self, slip: Slip, copy: int) -> Image:
        """A slip to look at, as it would be on paper. Raises Trouble `no_cjk_font`."""
        return self._press(NoPrinter()).preview(slip, copy)

    def lacking(self, slip: Slip | None) -> str:
        """What the font of slips has no shape for; without any font that is said where the slip is printed."""
        try:
            return self._proof.missing(slip) if slip is not None else ""
        except Trouble:
            return ""

    def share(self) -> None:
        """Let the other desks print here, or no more, as it is set. Raises Trouble `share_port`."""
        wanted = self._settings.get("printer_shared") == "yes"
        if not wanted:
            self.close()
        elif self._share is None:
            from app.tickets.share import Share  # most laptops share nothing

            try:
                self._share = Share(self.printer)
            except OSError as error:
                raise Trouble("share_port", why=error.strerror or str(error)) from error

    def close(self) -> None:
        """Other desks cannot print here any more."""
        if self._share is not None:
            self._share.close()
            self._share = None

    def _press(self, printer: Printer) -> Press:
        return Press(self._desk, printer, options(self._settings), self._ahead)

    def _ahead(self, slip: ArrivalSlip) -> tuple[int, int] | None:
        """Who stands before the household of a slip, and how long that may take; asked in the printer's thread."""
        line, zone = Line(self._desk.database.read, self._desk.site), self._desk.state("site").zone
        place = next((p for p in line.places(slip.day, zone) if slip.number in p.numbers), None)
        return line.wait(place.visit, slip.day, zone, self._desk.clock.now()) if place else None


def code_on(slip: Slip) -> str:
    """The digits of the code on a slip, '' for one without."""
    if isinstance(slip, ArrivalSlip):
        return slip_code(slip.day, slip.number, slip.units[0].unit)
    return slip_code(slip.day, slip.queue, slip.unit) if isinstance(slip, UnitSlip) and slip.queue else ""
