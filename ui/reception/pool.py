"""Widgets that are made once and used again, so that showing another household costs little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QLayout, QWidget

Made = TypeVar("Made", bound=QWidget)


class Pool(Generic[Made]):
    """As many widgets of a sort as are needed now. `make` gets the place of the new one, and lays it out."""

    def __init__(self, make: Callable[[int], Made]) -> None:
        self._make = make
        self._made: list[Made] = []
        self._used = 0

    def take(self, count: int) -> Sequence[Made]:
        """The first so many, all others hidden."""
        while len(self._made) < count:
            self._made.append(self._make(len(self._made)))
        for at, made in enumerate(self._made):
            made.setVisible(at < count)
        self._used = count
        return self._made[:count]

    def used(self) -> Sequence[Made]:
        """Those that are shown."""
        return self._made[: self._used]


def laid_in(layout: QLayout, make: Callable[[], Made]) -> Callable[[int], Made]:
    """Makes a widget and adds it to the end of a layout."""
    def made(at: int) -> Made:
        one = make()
        layout.addWidget(one)
        return one
    return made
