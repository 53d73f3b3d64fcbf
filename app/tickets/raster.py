"""Blocks as dots: the one drawing that is both the preview on the screen and the slip on paper."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from app.tickets.blocks import Block, texts
from app.tickets.font import Font
from app.tickets.strips import Pen, stacked, strip_of

WIDTHS = (384, 512, 576)  # 58 mm, 80 mm with 180 dpi heads, 80 mm
DARK = 160  # a grey below this is a black dot: thermal paper thins strokes, so a little above the middle


def draw(blocks: Sequence[Block], dots: int, font: Font) -> Image.Image:
    """The slip on paper `dots` wide, mode '1', 0 is black."""
    pen = Pen(font, dots)
    slip = stacked([strip_of(block, pen, dots) for block in blocks], dots)
    return slip.point([0] * DARK + [255] * (256 - DARK), "1")


def missing_glyphs(blocks: Sequence[Block], font: Font) -> str:
    """The characters that the font lacks, each once; '' when all can be printed."""
    characters = dict.fromkeys(c for text in texts(blocks) for c in text)
    return "".join(c for c in characters if font.drawable(c) not in ("", c))
