"""From the facts of a slip to paper: words in the slip's language, dots, bytes, printer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.desk import Desk
from app.errors import Trouble
from app.stations.arrival_slip import ArrivalSlip
from app.stations.slips import Slip, TotalsSlip
from app.tickets.layout import SlipSite, arrival, printer_test
from app.tickets.model import Options
from app.tickets.printer import Outcome, Printer
from app.tickets.speech import Speech

if TYPE_CHECKING:  # Pillow costs a fifth of a second: only who draws pays for it
    from PIL.Image import Image

    from app.tickets.blocks import Block
    from app.tickets.font import Font



class Press:
    """Prints slips on one printer. `waiting` says (ahead, minutes) for a slip while that is fresh, else None."""

    def __init__(self, desk: Desk, printer: Printer, options: Options | None = None,
                 waiting: Callable[[ArrivalSlip], tuple[int, int] | None] = lambda slip: None) -> None:
        self._desk, self._printer, self._options, self._waiting = desk, printer, options or Options(), waiting
        self._font: Font | None = None
        self._language = ""

    def __call__(self, slip: Slip, copy: int) -> Outcome:
        """Print a slip and say what became of it."""
        return self._print(self.blocks(slip, copy))

    def test(self, name: str) -> Outcome:
        """Print the test slip; `name` is the printer's address as set."""
        return self._print(self._test(name))

    def preview_test(self, name: str) -> Image:
        """The test slip, to look at. Raises Trouble `no_cjk_font`."""
        return self._draw(self._test(name))

    def _test(self, name: str) -> tuple[Block, ...]:
        site, words = self._site()
        return printer_test(site, name, self._desk.clock.now(), self._desk.letter, words)

    def code_pages(self) -> Outcome:
        """Print the same line in every encoding, to see which one the printer knows."""
        from app.tickets.plain import code_pages

        return self._printer.print(code_pages(self._options.cut))

    def preview_code_pages(self) -> Image:
        """The same, as a printer would print it that knows them all. Raises Trouble `no_cjk_font`."""
        from app.tickets.blocks import Gap, Line
        from app.tickets.plain import samples

        return self._draw(tuple(block for _, text in samples() for block in (Line(text), Gap())))

    def preview(self, slip: Slip, copy: int) -> Image:
        """The same dots, to look at."""
        return self._draw(self.blocks(slip, copy))

    def blocks(self, slip: Slip, copy: int) -> tuple[Block, ...]:
        """The slip's words."""
        return self._blocks(slip, copy, self._waiting(slip) if isinstance(slip, ArrivalSlip) else None)

    def _blocks(self, slip: Slip, copy: int, waiting: tuple[int, int] | None) -> tuple[Block, ...]:
        site, words = self._site()
        if isinstance(slip, ArrivalSlip):
            return arrival(slip, site, waiting, copy, words)
        from app.tickets.slips import totals, unit_slip  # with the catalogue of defects: queue slips need none

        if isinstance(slip, TotalsSlip):
            return totals(slip, site, copy, words)
        from app.catalogue import catalogue

        return unit_slip(slip, site, copy, words, catalogue())

    def missing(self, slip: Slip) -> str:
        """The characters of a slip that the font lacks: they are printed as 〓."""
        from app.tickets.raster import missing_glyphs

        return missing_glyphs(self._blocks(slip, 0, None), self._in_font())

    def _site(self) -> tuple[SlipSite, Speech]:
        site = self._desk.state("site")
        stations = {**site.stations, "papers": site.stations.get("desk", "")}
        facts = SlipSite(site.name, site.subtitle, site.zone, stations=stations, drill=site.drill)
        return facts, Speech(site.slip_language, site.slip_second)

    def _draw(self, blocks: tuple[Block, ...]) -> Image:
        from app.tickets.raster import draw

        return draw(blocks, self._options.dots, self._in_font(), self._logo())

    def _logo(self) -> Image | None:
        """The site's picture; without it the slip is printed all the same."""
        from PIL import Image, UnidentifiedImageError

        try:
            return Image.open(self._options.logo).convert("LA") if self._options.logo else None
        except (OSError, UnidentifiedImageError, ValueError):
            return None

    def _in_font(self) -> Font:
        from app.tickets.font import find_font

        site = self._desk.state("site")
        language = next((one for one in (site.slip_language, site.slip_second) if one.startswith("zh")), "zh_Hans")
        if self._font is None or self._language != language:
            self._font, self._language = find_font(language), language
        return self._font

    def _print(self, blocks: tuple[Block, ...]) -> Outcome:
        from app.tickets.escpos import OPEN_DRAWER, job

        options = self._options
        try:
            if options.text:
                from app.tickets.plain import text_job

                made = text_job(blocks, options.dots, options.text, options.cut)
            else:
                made = job(self._draw(blocks), options.cut)
            return self._printer.print((OPEN_DRAWER if options.drawer else b"") + made)
        except Trouble as trouble:  # no font: said as the printer's state, so that the slip waits and is not lost
            return Outcome("failed", trouble.key)
