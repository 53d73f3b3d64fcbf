"""One block as a strip of dots, as wide as the paper and as high as it needs (grey, 0 is black)."""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image, ImageDraw

from app.tickets.blocks import (
    Align,
    Banner,
    Block,
    Callout,
    Code,
    Fact,
    Facts,
    Gap,
    Item,
    Line,
    Number,
    Rule,
    Size,
)
from app.tickets.font import Font
from app.tickets.qr import code_image
from app.tickets.wrap import balanced, wrap

SCALE: Mapping[Size, float] = {"small": 0.82, "text": 1.0, "medium": 1.25, "large": 1.5, "huge": 2.75}
NUMBER_EMS = 6.5  # the largest a queue number gets; longer ones are as wide as the paper
WHITE, BLACK = 255, 0


class Pen:
    """Writes in one font on paper of one width. Text is 3.5 mm high on 58 mm paper, 4 mm on 80 mm."""

    def __init__(self, font: Font, dots: int) -> None:
        self.font, self.dots = font, dots
        self.em = 28 if dots < 480 else 32

    def size(self, size: Size) -> int:
        """Dots to the em."""
        return round(self.em * SCALE[size])

    def length(self, text: str, size: int, bold: bool = False) -> float:
        """How many dots wide a text is."""
        return self.font.face(size, bold).getlength(text)

    def wrap(self, text: str, width: int, size: int, bold: bool, center: bool = False) -> list[str]:
        """The lines of a paragraph."""
        broken = balanced if center else wrap
        return broken(self.font.drawable(text), width, lambda line: self.length(line, size, bold))

    def write(
        self, strip: Image.Image, at: tuple[float, float], text: str, size: int, bold: bool = False
    ) -> None:
        """Put one line of text with its baseline's left end at `at`."""
        thick = self.font.thicken(size, bold)
        ImageDraw.Draw(strip).text(at, text, BLACK, self.font.face(size, bold), "ls", stroke_width=thick)


def strip_of(block: Block, pen: Pen, width: int) -> Image.Image:
    """The strip of any block."""
    match block:
        case Line():
            return _line(block, pen, width)
        case Number():
            return _number(block, pen, width)
        case Banner():
            return _banner(block, pen, width)
        case Callout():
            return _callout(block, pen, width)
        case Fact():
            return _facts((block,), pen, width)
        case Facts():
            return _facts(block.facts, pen, width)
        case Item():
            return _item(block, pen, width)
        case Code():
            return _code(block, pen, width)
        case Rule():
            return _rule(block, pen, width)
        case Gap():
            return _blank(width, pen.em * block.tenths // 10)


def stacked(strips: list[Image.Image], width: int) -> Image.Image:
    """Strips below each other."""
    whole = _blank(width, sum(strip.height for strip in strips))
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


def _blank(width: int, height: int) -> Image.Image:
    return Image.new("L", (width, height), WHITE)


def _line(line: Line, pen: Pen, width: int) -> Image.Image:
    size, small = pen.size(line.size), pen.size("small")
    lines = pen.wrap(line.text, width, size, line.bold, line.align == "center")
    strip = _paragraph(lines, pen, width, size, line.bold, line.align)
    if not line.end:
        return strip
    end = pen.font.drawable(line.end)
    left = width - pen.length(end, small)
    if pen.length(lines[-1], size, line.bold) + pen.em > left:
        return stacked(
            [strip, _paragraph(pen.wrap(end, width, small, False), pen, width, small, False, "right")], width
        )
    pen.write(strip, (left, strip.height - _below(size)), end, small)
    return strip


def _paragraph(lines: list[str], pen: Pen, width: int, size: int, bold: bool, align: Align) -> Image.Image:
    height, share = _height(size), {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    strip = _blank(width, height * len(lines))
    for n, text in enumerate(lines):
        left = (width - pen.length(text, size, bold)) * share
        pen.write(strip, (left, (n + 1) * height - _below(size)), text, size, bold)
    return strip


def _height(size: int) -> int:
    """A line's height: Chinese characters fill the em, so a third of white keeps lines apart."""
    return size * 4 // 3


def _below(size: int) -> int:
    """From the baseline down to the next line: an eighth of the em is under the baseline, half the white."""
    return size * 7 // 24


def _number(number: Number, pen: Pen, width: int) -> Image.Image:
    text = pen.font.drawable(number.text)
    size = round(min(NUMBER_EMS * pen.em, 100 * 0.94 * width / max(1.0, pen.length(text, 100, True))))
    _, top, _, bottom = pen.font.face(size, True).getbbox(text, anchor="ls")
    strip = _blank(width, round(bottom - top) + pen.em * 5 // 4)
    pen.write(strip, ((width - pen.length(text, size, True)) / 2, pen.em * 5 // 8 - top), text, size, True)
    return strip


def _banner(banner: Banner, pen: Pen, width: int) -> Image.Image:
    text = strip_of(Line(banner.text, bold=True, align="center"), pen, width - 2 * pen.em)
    strip = Image.new("L", (width, text.height + pen.em // 3), BLACK)
    strip.paste(Image.eval(text, lambda dot: WHITE - dot), (pen.em, pen.em // 6))
    return stacked([strip, _blank(width, pen.em // 4)], width)


def _callout(callout: Callout, pen: Pen, width: int) -> Image.Image:
    inner, room = width - 2 * pen.em, pen.em // 2
    words = [
        strip_of(
            Line(callout.text, _fitting(callout.text, pen, inner), bold=True, align="center"), pen, inner
        )
    ]
    if callout.note:
        words.append(strip_of(Line(callout.note, align="center"), pen, inner))
    text = stacked(words, inner)
    strip = _blank(width, text.height + 2 * room)
    frame = (1, 1, width - 2, strip.height - 2)
    ImageDraw.Draw(strip).rounded_rectangle(frame, radius=pen.em // 2, outline=BLACK, width=4)
    strip.paste(text, (pen.em, room))
    return strip


def _fitting(text: str, pen: Pen, width: int) -> Size:
    """The largest size at which a text takes no more than two lines."""
    sizes: tuple[Size, ...] = ("large", "medium")
    return next((s for s in sizes if len(pen.wrap(text, width, pen.size(s), True, center=True)) <= 2), "text")


def _facts(facts: tuple[Fact, ...], pen: Pen, width: int) -> Image.Image:
    widths = [_natural(fact, pen) for fact in facts]
    spare = width - sum(widths)
    if len(facts) == 1 or spare < pen.em * (len(facts) - 1):
        return stacked([strip for fact in facts for strip in _fact(fact, pen, width)], width)
    columns = [_fact(fact, pen, wide) for fact, wide in zip(facts, widths, strict=True)]
    below = [_below(pen.size(fact.size)) for fact in facts]
    strip = _blank(width, columns[0][0].height + max(value.height for _, value in columns))
    left = 0
    for (label, value), wide, own in zip(columns, widths, below, strict=True):
        strip.paste(label, (left, 0))
        strip.paste(value, (left, strip.height - value.height - max(below) + own))  # all on one baseline
        left += wide + spare // (len(facts) - 1)
    return strip


def _fact(fact: Fact, pen: Pen, width: int) -> tuple[Image.Image, Image.Image]:
    return strip_of(Line(fact.label, "small"), pen, width), strip_of(
        Line(fact.value, fact.size, bold=True), pen, width
    )


def _natural(fact: Fact, pen: Pen) -> int:
    label = pen.length(pen.font.drawable(fact.label), pen.size("small"))
    return int(max(label, pen.length(pen.font.drawable(fact.value), pen.size(fact.size), True))) + 1


def _item(item: Item, pen: Pen, width: int) -> Image.Image:
    mark, gap = pen.em * 3 // 2, pen.em // 8
    strip, used, below = _titled(item, pen, width - mark)
    first = pen.font.drawable(item.first)
    left = width - mark - pen.length(first, pen.em, True)
    if first and used + pen.em > left:
        strip = stacked([strip, strip_of(Line(first, bold=True), pen, width - mark)], width - mark)
    elif first:
        pen.write(strip, (left, strip.height - below), first, pen.em, True)
    whole = _blank(width, strip.height + gap)
    whole.paste(strip, (mark, gap))
    _mark(whole, pen.em, item.ticked)
    return whole


def _titled(item: Item, pen: Pen, width: int) -> tuple[Image.Image, float, int]:
    """Title and note, how far their last line reaches, and what is below its baseline."""
    size, small, note = pen.size("medium"), pen.size("small"), pen.font.drawable(item.note)
    lines = pen.wrap(item.title, width, size, True)
    strip = _paragraph(lines, pen, width, size, True, "left")
    left, long = pen.length(lines[-1], size, True) + pen.em // 2, pen.length(note, small)
    if left + long <= width:
        pen.write(strip, (left, strip.height - _below(size)), note, small)
        return strip, left + long, _below(size)
    notes = pen.wrap(note, width, small, False)
    below = _paragraph(notes, pen, width, small, False, "left")
    return stacked([strip, below], width), pen.length(notes[-1], small), _below(small)


def _mark(strip: Image.Image, em: int, ticked: bool) -> None:
    """A tick, or an empty ring for what is still to come; drawn, because not every font has them."""
    draw, top, thick = ImageDraw.Draw(strip), em // 2, em // 8 + 1
    if ticked:
        corners = [(em * 0.08, top + em * 0.5), (em * 0.36, top + em * 0.8), (em * 0.95, top + em * 0.1)]
        draw.line(corners, BLACK, thick, joint="curve")
    else:
        draw.ellipse((em * 0.1, top, em * 0.1 + em * 0.8, top + em * 0.8), outline=BLACK, width=thick)


def _code(code: Code, pen: Pen, width: int) -> Image.Image:
    square = code_image(code.digits, width)
    right = width - square.width - pen.em // 2
    if right < pen.em * 6:
        facts = tuple(block for block in code.beside if isinstance(block, Fact))
        lines = [strip_of(block, pen, width) for block in code.beside if isinstance(block, Line)]
        middle = _blank(width, square.height)
        middle.paste(square, ((width - square.width) // 2, 0))
        return stacked([middle, *([_facts(facts, pen, width)] if facts else []), *lines], width)
    text = stacked([strip_of(block, pen, right) for block in code.beside], right)
    strip = _blank(width, max(square.height, text.height))
    strip.paste(square, (0, (strip.height - square.height) // 2))
    strip.paste(text, (width - right, (strip.height - text.height) // 2))
    return strip


def _rule(rule: Rule, pen: Pen, width: int) -> Image.Image:
    strip = _blank(width, pen.em * 2 // 3)
    middle = strip.height // 2
    draw = ImageDraw.Draw(strip)
    draw.rectangle((0, middle, width - 1, middle + 1), BLACK)
    if rule.ends:
        draw.rectangle((0, 0, 2, strip.height), BLACK)
        draw.rectangle((width - 3, 0, width - 1, strip.height), BLACK)
    return strip
