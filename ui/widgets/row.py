"""One line of a list, as plain words."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from ui.tokens import Kind

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
"""The item role under which a model hands out the whole row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list, every text finished in the screen's language.

    `key` is what the row stands for (a subject), `hint` why it was found ("phone …2214"), `right` its state
    in a word on the ground of `kind`. `masked` says that `subtitle` hides part of a name; it is painted
    quiet.
    """

    key: str
    title: str
    subtitle: str = ""
    right: str = ""
    kind: Kind | None = None
    hint: str = ""
    masked: bool = False

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.subtitle, self.hint, self.right) if part)
