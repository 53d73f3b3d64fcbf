"""What a laptop asks the main one, beside entries and photos, and how much at once: known to both sides."""

from __future__ import annotations

from typing import Any

import msgspec

from app.desk import Vector
from app.log.wire import Whole
from app.sync.member import LINES

WAIT = 2.0  # seconds that a question for news is kept open: no longer than a program may take to close
TIME = "x-time"  # the header of an answer that says the main laptop's time, ms UTC
PROGRAM = "x-program"  # that of questions and answers that says the version of the program
MOST = 5000  # entries in an answer at most


class Asked(msgspec.Struct, frozen=True):
    """How far who asks holds each desk's entries, and how many it wants at most."""

    vector: Vector
    limit: Whole = LINES


class Place(msgspec.Struct, frozen=True):
    """An entry of a desk, by its number."""

    desk: str
    n: Whole


class No(msgspec.Struct, frozen=True):
    """Why not: a key of `app/sentences.py` with its values."""

    key: str
    values: dict[str, Any] = {}
