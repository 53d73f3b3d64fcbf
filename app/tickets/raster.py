"""Blocks as dots: the one drawing that is both the preview on the screen and the slip on paper."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from app.tickets.blocks import Block, texts
from app.tickets.font import Font
from app.tickets.strips import Pen, stacked, strip_of

WIDTHS = (384, 512, 576)  # 58 mm, 80 mm with 180 dpi heads, 80 mm
LOGO_ROWS = 160
DARK = 160  # a grey below this is a black dot: thermal paper thins strokes, so a little above the middle


def draw(blocks: Sequence[Block], dots: int, font: Font, logo: Image.Image | None = None) -> Image.Image:
    """The slip on paper `dots` wide, mode '1', 0 is black. `logo` (grey with transparency) stands above it."""
    pen = Pen(font, dots)
    above = [_logo_strip(logo, dots)] if logo is not None else []
    slip = stacked([*above, *(strip_of(block, pen, dots) for block in blocks)], dots)
    return slip.point([0] * DARK + [255] * (256 - DARK), "1")


def _logo_strip(logo: Image.Image, dots: int) -> Image.Image:
    """In the middle, at most two thirds of the paper wide and LOGO_ROWS high; greys become dots."""
    scale = min(dots * 2 / 3 / max(1, logo.width), LOGO_ROWS / max(1, logo.height))
    size = (max(1, round(logo.width * scale)), max(1, round(logo.height * scale)))
    white = Image.new("L", size, 255)
    small = logo.resize(size, Image.Resampling.LANCZOS)
    white.paste(small.getchannel("L"), mask=small.getchannel("A"))
    strip = Image.new("L", (dots, size[1] + 16), 255)
    strip.paste(white.convert("1").convert("L"), ((dots - size[0]) // 2, 8))
    return strip


def missing_glyphs(blocks: Sequence[Block], font: Font) -> str:
    """The characters that the font lacks, each once; '' when all can be printed."""
    characters = dict.fromkeys(c for text in texts(blocks) for c in text)
    return "".join(c for c in characters if font.drawable(c) not in ("", c))
