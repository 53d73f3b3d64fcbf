"""The queue number, as large as a person across the desk can read it."""

from PySide6.QtWidgets import QLabel

from ui.widgets.painted import paint_as

_THIN = "\u2009"


class BigNumber(QLabel):
    """A023 shown as "A 023": the letter apart, as it is spoken."""

    def __init__(self, number: str = "") -> None:
        super().__init__()
        paint_as(self, role="number")
        self.show_number(number)

    def show_number(self, number: str) -> None:
        """Show a desk letter with its figures; empty shows nothing."""
        self.setText(number[:1] + _THIN + number[1:] if number[:1].isalpha() else number)
        self.setAccessibleName(number)
