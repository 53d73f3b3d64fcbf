"""Settings of this laptop: language, look, size of the text, sounds. Each holds at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.settings import MODES, SCALES, Settings
from app.words import LANGUAGES, Words
from ui.settings.choice import Choice
from ui.settings.field import Field
from ui.theme import Theme
from ui.tokens import Mode
from ui.widgets.painted import label

_SCALES = tuple(f"{scale:g}" for scale in SCALES)
_SOUNDS = ("on", "off")


class LaptopPage(QWidget):
    """`spoken` comes after the language is another one: everything has to be said again; `sounds_chosen` says whether
    scans are to be heard."""

    spoken = Signal()
    sounds_chosen = Signal(bool)

    def __init__(self, theme: Theme, t: Words, settings: Settings) -> None:
        super().__init__()
        self._theme, self._t, self._settings = theme, t, settings
        self._title, self._about = label("title"), label("quiet", wrap=True)
        self.language, self.mode, self.scale = Choice(tuple(LANGUAGES)), Choice(MODES), Choice(_SCALES)
        self.sounds = Choice(_SOUNDS)
        self.fields = [Field(theme, control) for control in (self.language, self.mode, self.scale, self.sounds)]
        self.language.chosen.connect(self._speak)
        self.mode.chosen.connect(self._dress)
        self.scale.chosen.connect(self._size)
        self.sounds.chosen.connect(self._sound)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(24)
        for widget in (self._title, *self.fields, self._about):
            column.addWidget(widget)
        column.addStretch(1)
        self.show_settings()

    def show_settings(self) -> None:
        """What holds now."""
        self.language.put(self._t.language)
        self.mode.put(self._theme.mode)
        self.scale.put(f"{self._theme.scale:g}")
        self.sounds.put("on" if self._settings.sounds else "off")

    def _speak(self, language: str) -> None:
        self._t.switch(language)
        self._theme.change(language=language)
        self._settings.language = language
        self.spoken.emit()

    def _dress(self, mode: str) -> None:
        worn: Mode = "dark" if mode == "dark" else "light"
        self._theme.change(mode=worn)
        self._settings.mode = worn

    def _size(self, scale: str) -> None:
        self._theme.change(scale=float(scale))
        self._settings.scale = float(scale)

    def _sound(self, sounds: str) -> None:
        self._settings.sounds = sounds == "on"
        self.sounds_chosen.emit(sounds == "on")

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        t = self._t
        self._title.setText(t("This laptop"))
        self._about.setText(t("These hold at once, and on this laptop only."))
        language, mode, scale, sounds = self.fields
        language.say(t("Language"))
        mode.say(t("Look"))
        scale.say(t("Size of the text"))
        sounds.say(t("Sounds"), t("A high tone when a scan found its household, a low one twice when it did not."))
        self.language.say(LANGUAGES)
        self.mode.say({"light": t("Light"), "dark": t("Dark")})
        self.sounds.say({"on": t("On"), "off": t("Off")})
        self.scale.say({key: f"{float(key) * 100:.0f} %" for key in _SCALES})
