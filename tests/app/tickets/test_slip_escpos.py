"""Dots as ESC/POS bytes, as a printer understands them."""

from __future__ import annotations

import random

import pytest
from fakeprinter import FakePrinter
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.tickets.escpos import BAND, END_OF_BROKEN_JOB, FEED_ONLY, harmless, job
from app.tickets.font import Font
from app.tickets.printer import Network
from app.tickets.raster import WIDTHS, draw


def same(one: Image.Image, other: Image.Image) -> bool:
    """Dot by dot."""
    return one.size == other.size and ImageChops.logical_xor(one, other).getbbox() is None


@pytest.mark.parametrize("dots", WIDTHS)
def test_what_comes_out_of_the_printer_is_what_was_on_the_screen(font: Font, laid_out, dots: int):
    slip = draw(laid_out(), dots, font)
    with FakePrinter(width=dots) as printer:
        Network(printer.host, printer.port).print(job(slip))
        printer.wait_until(lambda p: len(p.slips) == 1)
        assert same(printer.slips[0], slip)
        assert printer.unknown == b""


def test_a_job_begins_with_a_reset_and_ends_with_a_cut():
    sent = job(Image.new("1", (384, 10), 1))
    assert sent.startswith(b"\x1b@\x1dv0\x00\x30\x00\x0a\x00")
    assert sent.endswith(b"\x1dVB\x00")


def test_without_a_knife_the_paper_is_fed_to_where_it_is_torn():
    assert job(Image.new("1", (384, 10), 1), cut=False).endswith(bytes(480) + FEED_ONLY)


def test_a_long_slip_goes_in_bands_that_a_small_printer_can_hold():
    sent = job(Image.new("1", (576, 3 * BAND + 1), 1))
    assert sent.count(b"\x1dv0\x00\x48\x00") == 4
    assert len(END_OF_BROKEN_JOB) >= BAND * 576 // 8


@given(st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x18, 0x01, 0x00]), max_size=40).map(bytes))
def test_no_picture_reads_as_a_command_that_is_obeyed_at_once(dots):
    sent = harmless(dots)
    assert not any(command in sent for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))
    assert len(sent) == len(dots)
    assert all(new & old == old for new, old in zip(sent, dots, strict=True))  # dots are added, never lost


def test_a_picture_full_of_real_time_commands_is_printed_whole_and_asks_nothing(paper_printer: FakePrinter):
    dice = random.Random(1)
    dots = bytes(dice.choice((0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0x08)) for _ in range(72 * 300))
    picture = ImageChops.invert(Image.frombytes("1", (576, 300), dots))
    Network(paper_printer.host, paper_printer.port).print(job(picture))
    paper_printer.wait_until(lambda p: len(p.slips) == 1)
    assert (paper_printer.queries, paper_printer.obeyed) == ([1, 2, 3, 4], [])
    assert paper_printer.slips[0].size == picture.size
