"""The two kinds of failure that a person can act on.

A third kind, our own mistakes, has no class: it rises until the problem dialog shows it.
"""

from __future__ import annotations


class Said(Exception):
    """A key with values; the sentence is made where it is shown, in that screen's language."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return f"{self.key} {self.values}" if self.values else self.key

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and (other.key, other.values) == (self.key, self.values)

    def __hash__(self) -> int:
        return hash((type(self), self.key))


class Refused(Said):
    """The rules say no. `may` names the role that could allow it all the same, '' for nobody."""

    def __init__(self, key: str, may: str = "", **values: object) -> None:
        super().__init__(key, **values)
        self.may = may


class Trouble(Said):
    """The world is in the way: no paper, no network, disk full, a file that is not what it should be."""
