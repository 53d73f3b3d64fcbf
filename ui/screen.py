"""What every screen is to the frame: a title, a place in the rail, news of what changed, its keys."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QLineEdit, QWidget


class Translate(Protocol):
    """Turns an English sentence with {fields} into the words of the screen's language."""

    def __call__(self, msgid: str, /, **values: object) -> str: ...


@runtime_checkable
class Scanning(Protocol):
    """A screen to which a scan goes while it is in front; elsewhere it goes to reception."""

    def scanned(self, digits: str) -> bool:
        """A code was scanned; whether it found somebody."""


class Screen(QWidget):
    """One page of the frame.

    `name` is its fixed name in code ("reception"), `icon` the name of an own icon. A screen that nobody looks
    at is not told of changes; it is marked stale and told once, with all of them, when it is shown.
    """

    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.name = name
        self.icon = icon
        self._missed: set[str] = set()

    def title(self) -> str:
        """The word in the rail, in the screen's language; one or two words."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say every word again: the language is another one now."""

    def shown(self) -> None:
        """The person looks at this screen now: put the cursor where it lives."""

    def changed(self, subjects: set[str]) -> None:
        """These subjects are different now; called only while the screen is looked at."""

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys of this screen for F1: ("Ctrl+G", "Hand over a gift"), most used first."""
        return ()

    def unfinished(self) -> bool:
        """Whether something was begun here that is not entered yet; typed words are."""
        return any(line.isModified() and line.text() != "" for line in self.findChildren(QLineEdit) if line.isVisible())

    @property
    def stale(self) -> bool:
        return bool(self._missed)

    def tell(self, subjects: set[str], looked_at: bool) -> None:
        """Pass changes on, or keep them until somebody looks."""
        self._missed |= subjects
        if looked_at:
            self._catch_up()

    def enter(self) -> None:
        """Come to the front: first what was missed, then the cursor."""
        self._catch_up()
        self.shown()

    def _catch_up(self) -> None:
        missed, self._missed = self._missed, set()
        if missed:
            self.changed(missed)
