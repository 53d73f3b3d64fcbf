"""A slip as it comes back in somebody's hand."""

from __future__ import annotations

import random

from PIL import Image


def worn(image: Image.Image, seed: int) -> Image.Image:
    """The slip with 2 % of its dots wrong, held three degrees askew on a grey table."""
    dice, dots = random.Random(seed), bytearray(image.convert("L").tobytes())
    for at in dice.sample(range(len(dots)), len(dots) // 50):
        dots[at] ^= 255
    spoilt = Image.frombytes("L", image.size, bytes(dots))
    return spoilt.rotate(dice.choice((3, -3)), Image.Resampling.BILINEAR, expand=True, fillcolor=200)
