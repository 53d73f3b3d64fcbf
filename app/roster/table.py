"""A sheet as it came out of a file, whatever kind of file that was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Merge = tuple[tuple[int, int], tuple[int, int]]


class Formula(str):
    """A formula over other cells that nobody calculated, where a text is expected: it says nothing."""

    __slots__ = ()


class Table(NamedTuple):
    """Rows of cells from the first row on. `merged`: top left and bottom right (row, column), from 0."""

    name: str
    rows: Sequence[Sequence[object]]
    merged: Sequence[Merge] = ()
    hidden: bool = False
