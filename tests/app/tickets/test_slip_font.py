"""The font of the slips."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import ImageFont

from app.errors import Trouble
from app.tickets.blocks import Item, Line, Number
from app.tickets.font import Font, find_font, system_folders
from app.tickets.raster import missing_glyphs

LATIN = "DejaVuSans.ttf"


@pytest.mark.parametrize(("language", "family"), [("zh_Hans", "SC"), ("zh_Hant", "HK"), ("en", "SC")])
def test_a_collection_gives_the_shapes_of_the_slips_language(language, family):
    font = find_font(language)
    assert font.face(28).getname() == (f"Noto Sans CJK {family}", "Regular")
    assert font.face(28, bold=True).getname() == (f"Noto Sans CJK {family}", "Bold")


def test_a_system_without_a_chinese_font_is_told_so(tmp_path: Path):
    with pytest.raises(Trouble) as trouble:
        find_font("zh_Hans", folders=(tmp_path, tmp_path / "not there"))
    assert trouble.value == Trouble("no_cjk_font", file="")


def test_a_file_that_is_no_font_is_told_so(tmp_path: Path):
    file = tmp_path / "mine.ttf"
    file.write_bytes(b"not a font")
    with pytest.raises(Trouble) as trouble:
        find_font(path=file)
    assert trouble.value == Trouble("no_cjk_font", file=str(file))


def test_a_font_without_chinese_is_told_so(tmp_path: Path):
    latin = next((file for folder in system_folders() for file in folder.rglob(LATIN)), None)
    if latin is None:
        pytest.skip(f"{LATIN} is not on this system")
    with pytest.raises(Trouble) as trouble:
        find_font(path=latin)
    assert trouble.value.key == "no_cjk_font"


def test_a_chosen_file_is_used_and_its_bold_sister_found_beside_it(font: Font, tmp_path: Path):
    regular = Path(str(font.face(28).path))
    chosen = Path(shutil.copy(regular, tmp_path))
    assert find_font("zh_Hant", chosen).face(28).path == chosen
    assert find_font("zh_Hant", chosen).thicken(72, bold=True) == 2
    shutil.copy(regular.with_name("NotoSansCJK-Bold.ttc"), tmp_path)
    assert find_font("zh_Hant", chosen).face(28, bold=True).getname()[1] == "Bold"
    assert find_font("zh_Hant", chosen).thicken(72, bold=True) == 0


def test_a_chosen_file_wins_over_the_systems_own(font: Font):
    mono = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
    if not mono.exists():
        pytest.skip("Noto Serif CJK is not on this system")
    assert find_font("zh_Hans", mono).face(28).getname()[0] == "Noto Serif CJK SC"


def test_rare_characters_outside_the_first_plane_are_there(font: Font):
    assert all(font.has(character) for character in "𠮷〇囍㎡堃喆")


def test_what_the_font_lacks_is_named_once_and_drawn_as_a_mark(font: Font):
    blocks = (Line("王\ue000敏", end="\U0001f9ff"), Number("A023"), Item("3-2-1702", first="\ue000"))
    assert missing_glyphs(blocks, font) == "\ue000\U0001f9ff"
    assert font.drawable("王\ue000敏") == "王〓敏"


def test_a_slip_in_three_languages_lacks_nothing(font: Font, laid_out):
    assert missing_glyphs(laid_out(note="三室两厅 三房兩廳 𠮷 café – “…” 1 702 ①"), font) == ""


def test_marks_without_a_shape_of_their_own_are_left_out(font: Font):
    chosen = "葛\U000e0100城\u200b\ufeff市\ufe0f"  # which shape of 葛, joiners, emoji style
    assert font.drawable(chosen) == "葛城市"
    assert missing_glyphs((Line(chosen),), font) == ""


def test_layout_does_not_depend_on_libraries_of_the_system(font: Font):
    assert font.face(28).layout_engine == ImageFont.Layout.BASIC
