"""What a slip is written in: one language, or two on the same paper."""

from __future__ import annotations

from collections.abc import Callable

from app.words import Words


class Speech:
    """A translator like `Words`; with a second language every text is said in it too, where it differs."""

    def __init__(self, first: str, second: str = "") -> None:
        self._words = [Words(language) for language in dict.fromkeys((first, second)) if language]

    def __call__(self, text: str, /, **values: object) -> str:
        """The text, in each language once."""
        return _joined([words(text, **values) for words in self._words])

    def both(self, named: Callable[[str], str]) -> str:
        """What a catalogue calls something, by language."""
        return _joined([named(words.language) for words in self._words])


def _joined(texts: list[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, texts)))
