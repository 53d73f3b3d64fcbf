"""Pictures as a scanner or a camera sees them: spoilt, held askew, and what is read from them all the same."""

from __future__ import annotations

import random

import zxingcpp
from PIL import Image


def codes(image: Image.Image) -> list[str]:
    """What a scanner reads."""
    return [code.text for code in zxingcpp.read_barcodes(image.convert("L"))]


def worn(image: Image.Image, seed: int) -> Image.Image:
    """A slip with 2 % of its dots wrong, held three degrees askew on a grey table."""
    dice, dots = random.Random(seed), bytearray(image.convert("L").tobytes())
    for at in dice.sample(range(len(dots)), len(dots) // 50):
        dots[at] ^= 255
    spoilt = Image.frombytes("L", image.size, bytes(dots))
    return spoilt.rotate(dice.choice((3, -3)), Image.Resampling.BILINEAR, expand=True, fillcolor=200)
