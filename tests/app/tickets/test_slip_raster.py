"""Blocks as dots."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops
from worn import codes, worn

from app.stations.arrival_slip import SlipUnit
from app.tickets.blocks import (
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
    texts,
)
from app.tickets.code import notice_code, slip_code
from app.tickets.font import Font, find_font
from app.tickets.qr import module_dots
from app.tickets.raster import WIDTHS, draw

LONG = "粤港澳大湾区澜湾花园二期（西区）集中交付现场 Lanwan Garden Phase II West"
EVERY_BLOCK: tuple[Block, ...] = (
    Line(LONG, bold=True, align="center"),
    Line(LONG, end=LONG),
    Number("A023"),
    Banner(LONG),
    Callout(LONG, LONG),
    Fact(LONG, LONG),
    Facts((Fact("到场", "09:12", "huge"), Fact("Party", LONG))),
    Item(LONG, LONG, False, LONG),
    Item(LONG),
    Code("1" * 24, (Line(LONG), Fact(LONG, LONG))),
    Rule(),
    Rule(ends=True),
    Gap(5),
)


def ink(image: Image.Image) -> int:
    """How many dots are black."""
    return image.convert("L").histogram()[0]


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("block", EVERY_BLOCK, ids=lambda block: type(block).__name__)
def test_every_block_with_far_too_long_words_fits_the_paper(font: Font, block: Block, dots: int):
    image = draw((block,), dots, font)
    assert (image.mode, image.width) == ("1", dots)
    assert image.height > 0


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize(
    "block",
    [block for block in EVERY_BLOCK if isinstance(block, Line | Fact | Facts | Item)],
    ids=lambda block: type(block).__name__,
)
def test_far_too_long_words_are_wrapped_and_not_cut_off(font: Font, block: Block, dots: int):
    roomy = 478 if dots == 384 else 8000  # letters are of one size below 480 dots, and of one above
    assert ink(draw((block,), dots, font)) == pytest.approx(ink(draw((block,), roomy, font)), rel=0.03)


@pytest.mark.parametrize("dots", [384, 576])
@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
def test_the_code_scans_from_the_slip_in_every_language(laid_out, language: str, dots: int):
    slip = draw(laid_out(waiting=(4, 18)), dots, find_font(language))
    assert codes(slip) == [slip_code("2026-06-20", "A023", "3-2-1702")]


@pytest.mark.parametrize("dots", [384, 576])
def test_the_code_scans_from_a_worn_slip_held_askew(font: Font, laid_out, dots: int):
    slip = draw(laid_out(copy=1, site={"drill": True}), dots, font)
    for seed in range(5):
        assert codes(worn(slip, seed)) == [slip_code("2026-06-20", "A023", "3-2-1702")]


@pytest.mark.parametrize("dots", [384, 576])
def test_the_code_scans_at_arms_length(font: Font, laid_out, dots: int):
    """The plainest hand scanner sees 640 dots across 40 degrees: at 400 mm that is 2.2 for each mm of the slip."""
    slip = draw(laid_out(), dots, font)
    for seed in range(5):
        near = worn(slip, seed)
        far = near.resize((near.width * 22 // 80, near.height * 22 // 80), Image.Resampling.BOX)
        assert codes(far) == [slip_code("2026-06-20", "A023", "3-2-1702")]


@pytest.mark.parametrize("dots", WIDTHS)
def test_a_notices_code_scans_too(font: Font, dots: int):
    assert codes(
        worn(draw((Number("A023"), Code(notice_code("3-2-1702")), Number("A023")), dots, font), 1)
    ) == [notice_code("3-2-1702")]


def test_a_code_is_26_mm_wide_and_never_wider_than_the_paper():
    assert [module_dots(21, dots) * 21 / 8 for dots in WIDTHS] == [26.25] * 3
    assert module_dots(45, 384) == 7  # as much as the paper allows
    assert module_dots(33, 576) == 8  # 1 mm at least


def test_the_number_is_the_largest_thing_and_a_long_one_still_fits(font: Font):
    short, long = (draw((Number(number),), 384, font) for number in ("A023", "AB1023"))
    assert short.height > 130
    assert long.height < short.height
    for image in (short, long):
        left, _, right, _ = ImageChops.invert(image).getbbox()
        assert left >= 4 and right <= 380


def test_ten_units_of_one_family_are_one_slip(font: Font, laid_out):
    units = tuple(SlipUnit(f"一期{n}栋2单元1702室", "四室两厅双卫", "3" if n % 2 else "") for n in range(10))
    slip = draw(laid_out(units=units, draws=tuple(f"A0{n}" for n in range(100, 110))), 384, font)
    assert slip.height < 384 * 6
    assert len(codes(slip)) == 1


def test_a_slip_says_the_same_with_a_font_that_has_no_bold(font: Font, laid_out):
    plain = Font(font.face(28).path)
    assert draw(laid_out(), 384, plain).size == draw(laid_out(), 384, plain).size
    assert ink(draw((Number("A023"),), 384, plain)) > ink(draw((Line("A023"),), 384, plain))


def test_a_rare_character_is_drawn_and_not_a_box(font: Font):
    rare, box = (draw((Line(text, "huge"),), 384, font) for text in ("𠮷", "\U0010fffd"))
    assert ImageChops.logical_xor(rare, box).getbbox() is not None
    assert ink(rare) > 500


def test_an_empty_slip_is_paper(font: Font):
    assert draw((), 384, font).size == (384, 0)


def test_every_text_of_every_block_is_named():
    assert len(list(texts(EVERY_BLOCK))) == 24
