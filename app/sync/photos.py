"""Photos follow the entries: whoever has one gives it, piece by piece, and goes on where it was cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from app.desk import Desk
from app.log.wire import Whole
from app.photos import Photos
from app.queries.photos import recorded

PIECE = 64 << 10  # bytes
MANY = 500  # photos asked for at once
RATE = 256 << 10  # bytes a second at most: twenty laptops at once leave the Wi-Fi of a building site room for entries


class Piece(msgspec.Struct, frozen=True):
    """Bytes of a photo from `at` on."""

    sha256: str
    at: Whole
    data: bytes = b""


class Holder(Protocol):
    """Where else photos are."""

    def photos(self, names: list[str]) -> Mapping[str, int]:
        """How many bytes of each it holds."""

    def photo(self, piece: Piece) -> bytes:
        """Bytes of one that it holds whole, from `at` on."""

    def give_photo(self, piece: Piece) -> int:
        """Give it some bytes; how many it holds then."""


class Carrier:
    """Carries photos between this laptop and another holder."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.photos = desk, Photos(desk.home.path.parent)
        self._both: set[str] = set()
        self.waiting = 0  # photos on record that the two did not both hold when it was last looked at

    def carry(self, other: Holder, pause: Callable[[float], bool]) -> None:
        """Give what the other lacks and take what is not here, one after the other, as long as `pause` (seconds) does
        not say that something else is to be done first."""
        sizes = {name: size for name, size in recorded(self._desk.database.read, self._desk.site).items()
                 if name not in self._both}
        self.waiting = len(sizes)
        names = list(sizes)
        for begin in range(0, len(names), MANY):
            there = other.photos(names[begin : begin + MANY])
            for name in names[begin : begin + MANY]:
                if not self._one(other, name, sizes[name], there.get(name, 0), pause):
                    return

    def _one(self, other: Holder, name: str, size: int, there: int, pause: Callable[[float], bool]) -> bool:
        """Carry one as far as it goes; whether there is time for the next."""
        here = self.photos.held(name)
        while here != there and max(here, there) == size:
            before = here, there
            if here == size:
                data = self.photos.piece(name, there, PIECE)
                there = other.give_photo(Piece(name, there, data)) if data else there
            else:
                data = other.photo(Piece(name, here))
                here = self.photos.put(name, size, here, data) if data else here
            if before == (here, there):
                return True
            if pause(len(data) / RATE):
                return False
        if here == there == size:
            self._both.add(name)
            self.waiting -= 1
        return True
