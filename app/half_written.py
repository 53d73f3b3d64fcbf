"""What an escort has typed of a household and not entered yet: on disk at every letter, back after a crash."""

from __future__ import annotations

import msgspec

from app.settings import Settings

_LAST = "inspection"


class HalfWritten(msgspec.Struct, frozen=True, omit_defaults=True):
    """`severity` 0, `trade` and `due` '' are the catalogue's; `changing` is the defect that is put right, '' for a new
    one; `ticked` codes of the rooms that are done."""

    room: str = ""
    typed: str = ""
    severity: int = 0
    wall: str = ""
    note: str = ""
    trade: str = ""
    due: str = ""
    changing: str = ""
    ticked: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether something stands there that only Enter makes a record of."""
        return self != self.cleared()

    def cleared(self) -> HalfWritten:
        """After a defect was entered: room and ticks stay."""
        return HalfWritten(room=self.room, ticked=self.ticked)


class HalfWrittens:
    """Kept among this laptop's own settings, one for each unit. Raises Trouble when the disk is in the way."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def of(self, unit: str) -> HalfWritten:
        """What was left of a unit; nothing, when a later program wrote what this one cannot read."""
        try:
            return msgspec.json.decode(self._settings.get(f"{_LAST}/{unit}") or "{}", type=HalfWritten)
        except msgspec.MsgspecError:
            return HalfWritten()

    def keep(self, unit: str, now: HalfWritten) -> None:
        """Keep it, as the one that was worked on last."""
        text = "" if now == HalfWritten() else msgspec.json.encode(now).decode()
        self._settings.set_all({f"{_LAST}/{unit}": text, _LAST: unit})

    def forget(self, unit: str) -> None:
        """The walk has ended."""
        self._settings.set_all({f"{_LAST}/{unit}": "", _LAST: ""})

    def leave(self) -> None:
        """Nobody's is worked on now; what was written stays."""
        self._settings.set(_LAST, "")

    @property
    def last(self) -> str:
        """The unit that was worked on when the program ended, '' for none."""
        return self._settings.get(_LAST)
