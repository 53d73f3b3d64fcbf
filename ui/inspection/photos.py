"""The photos of a defect, one after the other; and where new ones come from: a file, a drop, the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.words import Words
from ui.theme import Theme
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.painted import label

SIDE = QSize(900, 520)  # pixels of the photo, so that the sheet fits a 768 px screen
KINDS = "*.jpg *.jpeg *.png *.webp *.bmp"


def files(names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Their names and what is in them. One that cannot be read is empty."""
    for file in map(Path, names):
        try:
            yield file.name, file.read_bytes()
        except OSError:
            yield file.name, b""


def pictured(given: QMimeData) -> bool:
    """Whether files or a picture were dropped or copied. A spreadsheet's cells are text, though a picture of them comes
    along."""
    return any(url.isLocalFile() for url in given.urls()) or (given.hasImage() and not given.hasText())


def pictures(given: QMimeData) -> Iterator[tuple[str, bytes]]:
    """What was dropped or copied: files, or a picture itself."""
    yield from files(url.toLocalFile() for url in given.urls() if url.isLocalFile())
    picture = given.imageData() if not given.hasUrls() else None
    if isinstance(picture, QImage):
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")
        yield "", bytes(buffer.data().data())


class PhotoSheet(QDialog):
    """Opened by a person who wants to look; the arrows go from one to the next, Enter or Esc closes it. A photo that is
    still at another laptop says so."""

    def __init__(self, theme: Theme, t: Words, title: str, files: Sequence[Path],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t, self._files, self._at = t, files, 0
        self.setWindowTitle(t("Photos: {defect}", defect=title))
        self.picture, self.count = QLabel(), label("quiet")
        self.picture.setFixedSize(SIDE)
        self.picture.setWordWrap(True)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before, self.after = QuietButton(theme, "←"), QuietButton(theme, "→")
        self.before.setAccessibleName(t("The photo before"))
        self.after.setAccessibleName(t("The next photo"))
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.close_button = PrimaryButton(theme, t("Close  Esc"))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        foot = QHBoxLayout()
        for widget in (self.before, self.after, self.count):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.picture)
        column.addLayout(foot)
        self.step(0)

    def step(self, by: int) -> None:
        """Another one, if there is one."""
        self._at = max(0, min(len(self._files) - 1, self._at + by))
        words = self._t("{n} of {of}", n=self._at + 1, of=len(self._files))
        shown = QPixmap(str(self._files[self._at]))
        if shown.isNull():
            self.picture.setText(self._t("This photo is still at another laptop. It comes by itself."))
        else:
            self.picture.setPixmap(shown.scaled(SIDE, Qt.AspectRatioMode.KeepAspectRatio,
                                                Qt.TransformationMode.SmoothTransformation))
        self.picture.setAccessibleName(words)
        self.count.setText(words)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(self._files) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
