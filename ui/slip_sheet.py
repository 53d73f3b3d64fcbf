"""A slip on the screen, dot for dot as it would be on paper, its code beside it for another laptop's scanner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.desk import Desk
from app.settings import Settings
from app.stations.slips import Slip
from app.tickets.model import options
from app.tickets.press import Press
from app.tickets.printer import NoPrinter
from app.words import Words
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton
from ui.widgets.painted import label

if TYPE_CHECKING:  # Pillow costs a fifth of a second: only who draws pays for it
    from PIL.Image import Image

TALLEST = 560  # pixels of slip before it scrolls, so that the sheet fits a 768 px screen
CODE_SIDE = 320  # pixels at most for the code, its quiet zone of four modules included


class SlipSheet(QDialog):
    """Opened by a person who wants to look before printing, or asked for a slip where no printer is set up; Enter or
    Esc closes it. The code is black on white in every look, and in sight however long the slip is: many scanners do
    not read white on black."""

    def __init__(self, theme: Theme, t: Words, number: str, picture: Image, digits: str,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("Slip {no}", no=number))
        self.slip = QLabel()
        self.slip.setAccessibleName(t("Slip {no}", no=number))
        self.slip.setPixmap(pixmap(picture))
        paper = QScrollArea()
        paper.setWidget(self.slip)
        paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paper.setAccessibleName(self.windowTitle())
        paper.setFixedSize(picture.width + 24, min(picture.height + 2, TALLEST))
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addWidget(paper)
        if digits:
            across.addLayout(self._beside(t, number, digits))
        self.close_button = PrimaryButton(theme, t("Close  Esc"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(label("quiet", t("No printer is set up; slips are shown on the screen.") if digits else
                             t("Only looked at: nothing was printed.")), 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(across)
        column.addLayout(foot)

    def _beside(self, t: Words, number: str, digits: str) -> QVBoxLayout:
        from app.tickets.qr import code_image

        self.code = QLabel()
        self.code.setAccessibleName(t("Code of {no}", no=number))
        self.code.setPixmap(pixmap(code_image(digits, CODE_SIDE)))
        beside = QVBoxLayout()
        beside.addWidget(self.code)
        beside.addWidget(label("quiet", t("Another laptop can scan this."), wrap=True))
        beside.addStretch(1)
        return beside


def look_at(desk: Desk, slip: Slip, copy: int, theme: Theme, t: Words, parent: QWidget) -> None:
    """Show a slip as this laptop would print it, without printing it. Raises Trouble `no_cjk_font`."""
    press = Press(desk, NoPrinter(), options(Settings(desk.database, desk.site)))
    SlipSheet(theme, t, slip.number, press.preview(slip, copy), "", parent).open()


def pixmap(picture: Image) -> QPixmap:
    """The dots of a slip as Qt shows them."""
    grey = picture.convert("L")
    image = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image.copy())
