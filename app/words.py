"""Sentences in the language of the person who reads them."""

from __future__ import annotations

import gettext
import string
from collections.abc import Mapping
from pathlib import Path

from app.errors import Said
from app.sentences import SENTENCES

LANGUAGES: Mapping[str, str] = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
FOLDER = Path(__file__).parent.parent / "resources" / "words"
DOMAIN = "desk"


class Words:
    """A translator: `t("{n} units", n=3)`. The English text is the key; it can be switched while in use."""

    def __init__(self, language: str = "en", folder: Path = FOLDER) -> None:
        self._folder = folder
        self.switch(language)

    def switch(self, language: str) -> None:
        """Speak another language from now on; an unknown one is English."""
        self.language = language if language in LANGUAGES else "en"
        self._found = gettext.translation(DOMAIN, self._folder, [self.language], fallback=True)

    def __call__(self, text: str, /, **values: object) -> str:
        """The text in this language, its {fields} filled in."""
        found = self._found.gettext(text) if text else ""
        return _filler.vformat(found, (), values) if values else found

    def say(self, said: Said) -> str:
        """The sentence of a refusal or a trouble; one inside another is said too."""
        text = SENTENCES.get(said.key)
        values = {name: self.say(value) if isinstance(value, Said) else value for name, value in said.values.items()}
        return self(text, **values) if text is not None else str(said)


class _Filler(string.Formatter):
    """Fills fields; one that is missing shows its name: a sentence with a gap is better than none at a desk."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), f"{{{key}}}")


_filler = _Filler()
