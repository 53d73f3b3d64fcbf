"""The look: tokens, type and icons at a chosen mode, scale and language, put on the application."""

import re
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from ui.tokens import DARK, LIGHT, SIZES, Mode, Role

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
SCALES = (1.0, 1.25, 1.5)

_LATIN = ("Segoe UI", "Inter", "Noto Sans", "Helvetica Neue")
_HAN_SIMPLE = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei",
)  # fmt: skip
_HAN_FULL = (
    "Noto Sans CJK HK", "Source Han Sans HK", "Microsoft JhengHei UI", "PingFang HK", "Noto Sans CJK TC",
)  # fmt: skip

_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)u\b")
_TOKEN = re.compile(r"@([a-z_]+)")
_ICON = re.compile(r"icon\((\w+),\s*(\w+)\)")


class Theme(QObject):
    """One look for the whole program; painters ask it each time, so a change needs no restart.

    `scale` enlarges type and what holds type (1.0, 1.25, 1.5); gaps stay. `changed` comes after the
    application wears the new look.
    """

    changed = Signal()

    def __init__(self, mode: Mode = "light", scale: float = 1.0, language: str = "en") -> None:
        super().__init__()
        self.mode: Mode = mode
        self.scale = scale
        self.language = language
        self._app: QApplication | None = None
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}
        self._svg = {path.stem: path.read_text() for path in (RESOURCES / "icons").glob("*.svg")}
        self._folder = Path(tempfile.mkdtemp(prefix="handover-desk-look-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def change(
        self, mode: Mode | None = None, scale: float | None = None, language: str | None = None
    ) -> None:
        """Wear another mode, scale or language at once."""
        worn = (self.mode, self.scale, self.language)
        self.mode, self.scale = mode or self.mode, scale or self.scale
        self.language = language or self.language
        if (self.mode, self.scale, self.language) == worn:
            return
        if self._app is not None:
            self.apply(self._app)
        self.changed.emit()

    def apply(self, app: QApplication) -> None:
        """Put style, palette, font and sheet on the application."""
        self._app = app
        if app.style().name() != "fusion":
            app.setStyle("Fusion")
        app.setPalette(self.palette())
        app.setFont(self.font("body"))
        app.setStyleSheet(self.qss())

    @property
    def tokens(self) -> Mapping[str, str]:
        return DARK if self.mode == "dark" else LIGHT

    def token(self, name: str) -> str:
        """The colour of a token as "#RRGGBB"."""
        return self.tokens[name]

    def colour(self, name: str) -> QColor:
        return QColor(self.tokens[name])

    def px(self, length: float) -> int:
        """Pixels of a length that must grow with the text."""
        return round(length * self.scale)

    def font(self, role: Role) -> QFont:
        """The type of a role, its figures all of one width; the number is large at any scale."""
        size, weight = SIZES[role]
        font = QFont()
        font.setFamilies(list(self.families()))
        font.setPixelSize(size if role == "number" else self.px(size))
        font.setWeight(QFont.Weight(weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def families(self, language: str = "") -> tuple[str, ...]:
        """Font families, best first; the Han shapes follow the language (骨, 直 differ), the screen's by default."""
        full = (language or self.language).replace("-", "_").startswith("zh_Hant")
        return _LATIN + (_HAN_FULL + _HAN_SIMPLE if full else _HAN_SIMPLE + _HAN_FULL)

    def icon(self, name: str, token: str = "text", size: int = 24) -> QIcon:
        """An own icon in a token's colour, `size` pixels at 100 %, sharp on dense screens too."""
        icon = QIcon()
        for density in (1.0, 1.25, 1.5, 2.0):
            icon.addPixmap(self.pixmap(name, token, size, density))
            icon.addPixmap(self.pixmap(name, "faint", size, density), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, token: str = "text", size: int = 24, density: float = 1.0) -> QPixmap:
        key = (name, self.tokens[token], self.px(size), density)
        if key not in self._drawn:
            self._drawn[key] = self._draw(*key)
        return self._drawn[key]

    def palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _PALETTE.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("faint"))
        return palette

    def qss(self) -> str:
        """The sheet with `@token`, `16u` (grows with the text) and `icon(name, token)` filled in."""
        sheet = (RESOURCES / "style.qss").read_text(encoding="utf-8")
        sheet = _REMARK.sub("", sheet)
        sheet = _LENGTH.sub(lambda found: f"{self.px(float(found[1]))}px", sheet)
        sheet = _TOKEN.sub(lambda found: self.tokens[found[1]], sheet)
        return _ICON.sub(lambda found: f'url("{self._file(found[1], found[2])}")', sheet)

    def _coloured(self, name: str, colour: str) -> bytes:
        return self._svg[name].replace("currentColor", colour).encode()

    def _draw(self, name: str, colour: str, size: int, density: float) -> QPixmap:
        pixmap = QPixmap(round(size * density), round(size * density))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(self._coloured(name, colour)).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(density)
        return pixmap

    def _file(self, name: str, token: str) -> str:
        """Style sheets take pictures from files only: lay a recoloured one out in a folder of our own."""
        colour = self.tokens[token]
        path = self._folder / f"{name}-{colour[1:]}.svg"
        if not path.exists():
            path.write_bytes(self._coloured(name, colour))
        return path.as_posix()


_PALETTE: Mapping[QPalette.ColorRole, str] = MappingProxyType({
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "hover",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "quiet",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "line",
})
