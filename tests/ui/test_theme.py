"""The look: readable in both modes, at every scale, changed without a restart."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel

from ui.theme import RESOURCES, SCALES, Theme
from ui.tokens import DARK, ICONS, LIGHT, READ_ON, SEEN_ON, SIZES, Mode, contrast

MODES: tuple[Mode, ...] = ("light", "dark")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    worn = Theme()
    worn.apply(qapp)
    yield worn
    qapp.setStyleSheet("")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("mode", MODES)
def test_every_text_can_be_read_on_every_ground_it_is_set_on(mode: Mode) -> None:
    tokens = DARK if mode == "dark" else LIGHT
    pairs = [(ink, ground) for ink, grounds in READ_ON.items() for ground in grounds]
    assert [pair for pair in pairs if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("mode", MODES)
def test_every_icon_and_outline_can_be_seen_on_its_ground(mode: Mode) -> None:
    tokens = DARK if mode == "dark" else LIGHT
    pairs = [(mark, ground) for mark, grounds in SEEN_ON.items() for ground in grounds]
    assert [pair for pair in pairs if contrast(tokens[pair[0]], tokens[pair[1]]) < 3] == []


def test_every_text_colour_of_the_sheet_is_one_whose_contrast_is_checked() -> None:
    sheet = (RESOURCES / "style.qss").read_text(encoding="utf-8")
    inks = set(re.findall(r"(?<![-\w])color: @(\w+)", sheet))
    assert inks <= set(READ_ON) | {"surface", "faint"}


def test_both_modes_know_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_sheet_is_filled_in_completely(qapp: QApplication, mode: Mode, scale: float) -> None:
    sheet = re.sub(r'url\("[^"]+"\)', "", Theme(mode, scale).qss())  # files are named by chance
    assert "@" not in sheet
    assert re.search(r"\du\b|icon\(", sheet) is None


def test_the_sheet_takes_its_pictures_from_files_that_are_there(qapp: QApplication) -> None:
    theme = Theme()
    pictures = re.findall(r'url\("([^"]+)"\)', theme.qss())
    assert pictures and all(Path(picture).exists() for picture in pictures)


def test_type_grows_with_the_scale_and_the_queue_number_does_not(qapp: QApplication) -> None:
    large = Theme(scale=1.5)
    assert [large.font(role).pixelSize() for role in ("quiet", "body", "title", "unit")] == [20, 24, 30, 42]
    assert large.font("number").pixelSize() == SIZES["number"][0]


def test_there_are_four_sizes_and_those_of_numbers() -> None:
    assert {size for size, _ in SIZES.values()} == {13, 16, 20, 28} | {SIZES["figure"][0], SIZES["number"][0]}
    assert (SIZES["figure"][0], SIZES["number"][0]) == (40, 88)  # read from a step away, and from across the desk


def test_figures_are_all_of_one_width(qapp: QApplication) -> None:
    for role in ("body", "strong", "unit", "number"):
        metrics = QFontMetricsF(Theme().font(role))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_the_han_shapes_follow_the_language(qapp: QApplication) -> None:
    hong_kong, mainland = Theme(language="zh_Hant").families(), Theme(language="zh_Hans").families()
    assert hong_kong.index("Noto Sans CJK HK") < hong_kong.index("Noto Sans CJK SC")
    assert mainland.index("Noto Sans CJK SC") < mainland.index("Noto Sans CJK HK")


def test_the_type_is_one_that_is_installed(qapp: QApplication) -> None:
    theme = Theme()
    assert QFontInfo(theme.font("body")).pixelSize() == 16


@pytest.mark.parametrize("path", sorted((RESOURCES / "icons").glob("*.svg")), ids=lambda path: path.stem)
def test_an_icon_is_drawn_in_one_line_of_its_own(path: Path) -> None:
    drawing = path.read_text()
    assert 'viewBox="0 0 24 24"' in drawing and 'stroke-width="1.75"' in drawing
    assert 'stroke="currentColor"' in drawing and 'stroke-linecap="round"' in drawing


def test_an_icon_takes_the_colour_of_its_token(qapp: QApplication) -> None:
    picture = Theme().pixmap("stop", "stop").toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(24) for y in range(24)
               if picture.pixelColor(x, y).alpha() == 255}  # fmt: skip
    assert colours == {QColor(LIGHT["stop"]).name()}


def test_an_icon_is_sharp_on_a_dense_screen(qapp: QApplication) -> None:
    assert Theme(scale=1.25).pixmap("check", density=2.0).width() == 60


def test_every_kind_has_an_icon(qapp: QApplication) -> None:
    theme = Theme()
    assert all(not theme.icon(name, kind).isNull() for kind, name in ICONS.items())


def test_another_look_is_worn_without_a_restart(theme: Theme, qapp: QApplication) -> None:
    words = QLabel("3-2-1702")
    words.setProperty("role", "unit")
    words.ensurePolished()
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.mode))
    theme.change(mode="dark", scale=1.5)
    words.ensurePolished()
    assert told == ["dark"]
    assert words.fontInfo().pixelSize() == 42
    assert qapp.palette().window().color() == QColor(DARK["ground"])


def test_the_same_look_again_is_no_change(theme: Theme) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append("changed"))
    theme.change(mode="light", scale=1.0)
    assert told == []


def test_the_pictures_of_a_look_leave_with_it(qapp: QApplication) -> None:
    theme = Theme()
    picture = Path(re.findall(r'url\("([^"]+)"\)', theme.qss())[0])
    del theme
    assert not picture.exists()
