"""The keys of reception: what each one does, for the hand and for F1."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.words import Words


def bind(screen: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let each key (or keys, parted by a blank) call its method, once for each press."""
    for names, act in keys.items():
        for name in names.split():
            shortcut = QShortcut(QKeySequence(name), screen)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)


def menu(parent: QWidget, offers: Sequence[tuple[str, Callable[[], object]]]) -> list[QAction]:
    """Lines of the menu behind "More", each with its key; the words come later, with the language."""
    made = []
    for key, act in offers:
        action = QAction(parent)
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _=False, act=act: act())
        parent.addAction(action)
        made.append(action)
    return made


def menu_words(t: Words) -> tuple[str, ...]:
    """What stands in the menu, in the order of its keys."""
    return (t("Wrong unit"), t("Not on the list"), t("The household has left"), t("Somebody lets them go on"),
            t("Cleared by telephone"), t("Arrived earlier"), t("Need or note"), t("One step first: set a reason"),
            t("Take back this check-in"), t("One more gift, by the lead's word"), t("Print a slip"),
            t("The contract has ended"), t("Deemed delivered"))


def said(t: Words) -> list[tuple[str, str]]:
    """For F1, most used first."""
    return [
        ("⏎", t("Choose, then check in")),
        ("Alt+1 … 9", t("How many came")),
        ("F9 / Ctrl+P", t("Slip again")),
        ("Ctrl+Z", t("Undo the last action (line empty)")),
        ("Ctrl+M", t("Wrong unit: move the visit")),
        ("Ctrl+N", t("Not on the list")),
        ("Alt+P / C / M", t("Paper seen: original, copy, missing")),
        ("Alt+A", t("An agent came")),
        ("Alt+W", t("Who of the owners came")),
        ("Alt+U", t("Units of the family")),
        ("F8 / Ctrl+H", t("Hold: show phone and reason")),
        ("F2 / Ctrl+G", t("Gift")),
        ("Shift+⏎", t("Check in with gift")),
        ("Alt+L", t("The household has left")),
        ("Alt+O", t("Somebody lets them go on")),
        ("Alt+T", t("Cleared by telephone")),
        ("Alt+E", t("Arrived earlier")),
        ("Alt+N", t("Need or note")),
        ("Alt+R", t("One step first: set a reason")),
        ("Alt+B", t("Take back this check-in")),
        ("Alt+G", t("One more gift, by the lead's word")),
        ("Alt+S", t("Print a slip")),
        ("Alt+X", t("The contract has ended")),
        ("Alt+D", t("Deemed delivered")),
        ("Esc", t("Clear, step back")),
    ]
