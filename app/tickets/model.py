"""What is known of a printer's model, and what a laptop has set for its printer."""

from __future__ import annotations

import msgspec

from app.settings import Settings

PAPER = {"58": 384, "80": 576, "80-180dpi": 512}  # paper as set -> dots across
TEXTS = ("", "gb18030", "big5", "utf-8")  # '' for a picture, which every printer prints the same


class Model(msgspec.Struct, frozen=True):
    """A model: `dots` across (0 where it is not known), whether it has a knife."""

    key: str
    name: str
    dots: int
    cuts: bool


class Options(msgspec.Struct, frozen=True):
    """How slips are printed on this laptop: `paper` of PAPER, `logo` a picture's file, `text` of TEXTS."""

    paper: str = "80"
    cut: bool = True
    drawer: bool = False
    logo: str = ""
    text: str = ""

    @property
    def dots(self) -> int:
        """Dots across."""
        return PAPER.get(self.paper, PAPER["80"])


def options(settings: Settings) -> Options:
    """As they are set. What an older or a newer program has set and this one does not know falls back."""
    text = settings.get("printer_text")
    return Options(settings.get("paper", "80"), settings.get("printer_cut") != "no",
                   settings.get("printer_drawer") == "yes", settings.get("slip_logo"), text if text in TEXTS else "")


def models() -> list[Model]:
    """The models that python-escpos knows, by name."""
    from app.tickets.driver import escpos_printers

    escpos_printers()
    from escpos.capabilities import CAPABILITIES  # type: ignore[import-untyped]

    found = []
    for key, said in CAPABILITIES["profiles"].items():
        width = said.get("media", {}).get("width", {}).get("pixels", "Unknown")
        features = said.get("features", {})
        name = " ".join(filter(None, (said.get("vendor", ""), said.get("name", key))))
        found.append(Model(key, name, width if isinstance(width, int) else 0,
                           bool(features.get("paperFullCut") or features.get("paperPartCut"))))
    return sorted(found, key=lambda one: one.name.casefold())


def says_names(key: str) -> bool:
    """Whether a model says the name of a job back (GS ( H): Epson's TM printers do, others may print it instead."""
    return key.startswith("TM-")


def paper_for(model: Model) -> str:
    """The paper that fits a model, '' where that is not known."""
    wide = [paper for paper, dots in PAPER.items() if model.dots and dots <= model.dots]
    return max(wide, key=PAPER.__getitem__, default="")
