"""Give a control its place in the style sheet, and let it be painted again when that place changes."""

from PySide6.QtWidgets import QLabel, QWidget

from ui.tokens import Role


def paint_as(widget: QWidget, **places: object) -> None:
    """Set style sheet properties (role="card", kind="ok"); repaint only when one of them is new."""
    fresh = {name: value for name, value in places.items() if widget.property(name) != value}
    for name, value in fresh.items():
        widget.setProperty(name, value)
    if fresh:
        _polish(widget)
        for child in widget.findChildren(QWidget):
            _polish(child)


def label(role: Role, text: str = "", wrap: bool = False) -> QLabel:
    """A line of words in one of the type roles."""
    made = QLabel(text)
    made.setWordWrap(wrap)
    made.setProperty("role", role)
    return made


def _polish(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)
