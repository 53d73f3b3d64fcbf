"""A slip on the screen, dot for dot as it would be on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.words import Words
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton
from ui.widgets.painted import label

if TYPE_CHECKING:  # Pillow costs a fifth of a second: only who draws pays for it
    from PIL.Image import Image

TALLEST = 560  # pixels of slip before it scrolls, so that the sheet fits a 768 px screen


class SlipSheet(QDialog):
    """Opened by a person who asked for the slip where no printer is set up; Enter or Esc closes it."""

    def __init__(self, theme: Theme, t: Words, number: str, picture: Image, parent: QWidget | None = None) -> None:
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
        self.close_button = PrimaryButton(theme, t("Close  Esc"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(label("quiet", t("No printer is set up; slips are shown on the screen.")), 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(paper)
        column.addLayout(foot)


def pixmap(picture: Image) -> QPixmap:
    """The dots of a slip as Qt shows them."""
    grey = picture.convert("L")
    image = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image.copy())
