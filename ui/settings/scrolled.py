"""Letting a page scroll where large text on a small screen leaves it too little room."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


def fill(page: QWidget, content: QWidget) -> None:
    """Let a page be filled by its content, scrolled when it has to be."""
    scroll = QScrollArea()
    scroll.setWidget(content)
    scroll.setWidgetResizable(True)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroll)
