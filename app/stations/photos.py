"""Photos of what was found: the record of one; the file itself is beside the log (`app/photos.py`)."""

from __future__ import annotations

import re

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation
from app.records import Photo
from app.stations.inspection import defect_refusal
from app.unit import Unit

LARGEST = 4 << 20  # bytes of a photo as it is kept
_HASH = re.compile("[0-9a-f]{64}")


class AddPhoto(Operation, frozen=True, kw_only=True):
    """A photo of a defect. `sha256` (hex) is the name of its file and proves it, `size` its bytes. The same photo of
    the same defect again is the one that is there."""

    of = "unit"
    defect: str
    sha256: str
    size: int

    def refusal(self, unit: Unit, here: Here) -> Refused | None:
        """Of a defect that stands."""
        photo = is_photo(self.sha256, self.size)
        return defect_refusal(unit, self.defect) or (
            None if photo else Refused("photo_unreadable", file=self.sha256[:20]))

    def apply(self, unit: Unit, entry: Happened) -> None:
        """What cannot be a photo has no effect: its name is the name of a file."""
        same = any((p.defect, p.sha256) == (self.defect, self.sha256) for p in unit.photos.values())
        if not same and is_photo(self.sha256, self.size):
            unit.photos[entry.id] = Photo(entry.id, self.defect, self.sha256, self.size, entry.at, entry.by)

    def builds_on(self) -> tuple[str, ...]:
        """The entry that logged the defect."""
        return (self.defect.partition(":")[0],)


def is_photo(sha256: str, size: int) -> bool:
    """Whether a file of that name and so many bytes can be one."""
    return _HASH.fullmatch(sha256) is not None and 0 < size <= LARGEST
