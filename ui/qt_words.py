"""The words that Qt itself says, in the language of now: buttons of its dialogs, the menu of a line."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

_NAMES: Mapping[str, str] = MappingProxyType({"zh_Hans": "zh_CN", "zh_Hant": "zh_TW"})
"""Qt has no Hong Kong wording."""


class QtWords:
    """Puts Qt's own translation on the application, and takes it off again for English."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app, self._worn = app, QTranslator(app)

    def speak(self, language: str) -> None:
        """From now on, one of LANGUAGES."""
        self._app.removeTranslator(self._worn)
        name = _NAMES.get(language, "")
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if name and self._worn.load(f"qtbase_{name}", folder):
            self._app.installTranslator(self._worn)
