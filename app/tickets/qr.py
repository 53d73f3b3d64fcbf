"""A QR code as dots, large enough to scan at arm's length."""

from __future__ import annotations

import qrcode  # type: ignore[import-untyped]
from PIL import Image

QUIET = 4  # modules of white around it, ISO/IEC 18004
SIDE_DOTS = 224  # 28 mm at 8 dots a millimetre: a hand scanner reads ten times as far as a code is wide
SMALLEST = 8  # a module of 1 mm survives a worn print head


def code_image(digits: str, dots: int) -> Image.Image:
    """The code with its quiet zone, grey, on paper `dots` wide. A quarter of it may be lost (level Q)."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_Q, border=QUIET)
    code.add_data(digits)
    rows = code.get_matrix()
    small = Image.frombytes(
        "L", (len(rows), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row)
    )
    side = len(rows) * module_dots(len(rows) - 2 * QUIET, dots)
    return small.resize((side, side), Image.Resampling.NEAREST)


def module_dots(modules: int, dots: int) -> int:
    """Dots to a module for a code of `modules` by `modules` on paper `dots` wide."""
    return max(1, min(dots // (modules + 2 * QUIET), max(SMALLEST, SIDE_DOTS // modules)))
