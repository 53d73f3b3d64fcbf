"""The frame of an open site: it remembers where it stood, and does not close while a list is being written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMessageBox

from app.errors import Trouble
from app.settings import Settings
from app.words import Words
from ui.theme import Theme
from ui.window import Window


class SiteWindow(Window):
    """`busy` tells whether a list is being written or taken back, `camera` whether there is a key for one."""

    def __init__(self, theme: Theme, t: Words, settings: Settings, busy: Callable[[], bool],
                 camera: bool = False) -> None:
        super().__init__(theme, t)
        self._settings, self._busy, self._camera = settings, busy, camera
        if settings.geometry:
            self.restoreGeometry(QByteArray(settings.geometry))

    def _own_keys(self) -> list[tuple[str, str]]:
        own = [("Ctrl+L", self.t("Switch person")), ("Ctrl+Shift+P", self.t("Printer and slips"))]
        if self._camera:
            own.append(("Ctrl+Shift+S", self.t("Scan with the camera")))
        return [*own, *super()._own_keys()]

    def _may_close(self) -> bool:
        """A list that is cut off shows as unfinished, so whoever closes now should know."""
        if not self._busy():
            return True
        t = self.t
        box = QMessageBox(QMessageBox.Icon.Question, t("Handover Desk"), t(
            "An owner list is being written. Closing now leaves it unfinished; the same file finishes it later."),
            parent=self)
        box.addButton(t("Go on writing"), QMessageBox.ButtonRole.RejectRole)
        close = box.addButton(t("Close all the same"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return box.clickedButton() is close

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        with suppress(Trouble):  # where the window stood is not worth a sentence
            self._settings.geometry = bytes(self.saveGeometry().data())
        super().closeEvent(event)
