"""What is on record of a household after its arrival: inspection, defects, result, keys, gifts.

Frozen, held by `app.unit.Unit`, replaced and never changed. All times are ms UTC. `visit` is the visit that a
record names, '' where the desk did not know of the arrival.
"""

from __future__ import annotations

import msgspec

# onsite.md 3.6. N1 and N2 say why there is no result; X1 (contract ended) is `Withdraw`.
ACCEPTED = ("A0", "A1", "A2")
VIEWED = ("V1",)
REFUSED = ("R1", "R2", "R3", "R4", "R5", "R6", "R9", "C1")  # report.md 5.2: C1 counts as refused
NO_RESULT = ("N1", "N2")
RESULTS = (*ACCEPTED, *VIEWED, *REFUSED, *NO_RESULT)
CLASSES = {**dict.fromkeys(ACCEPTED, "accepted"), **dict.fromkeys(VIEWED, "viewed"),
           **dict.fromkeys(REFUSED, "refused")}

SEVERITIES = (1, 2, 3, 4)  # defects.md 4.1: urgent, serious, normal, minor
WALLS = ("", "A", "B", "C", "D")  # clockwise from the door


class Inspection(msgspec.Struct, frozen=True, omit_defaults=True):
    """An escort has gone out with the household."""

    visit: str
    escort: str
    at: int
    by: str
    letter: str = ""


class Defect(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something wrong in the unit. `code` is the catalogue's, '' for one in words alone; `room` and `trade` are
    codes too; `wall` A to D; `due` an ISO date; `source` escort, owner, inspector, self or later;
    `fixed` mended before the household signed; `dropped` why it does not count any more."""

    id: str
    visit: str
    code: str
    room: str
    wall: str
    text: str
    severity: int
    trade: str
    due: str
    source: str
    at: int
    written: int
    by: str
    letter: str = ""
    fixed: bool = False
    dropped: str = ""


class Photo(msgspec.Struct, frozen=True):
    """A photo of a defect: its file is called by the SHA-256 (hex) of its `size` bytes."""

    id: str
    defect: str
    sha256: str
    size: int
    at: int
    by: str


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a visit ended. `nth` among the unit's own, for two of one minute; `why` the E-code of a household that
    was sent away; `promised` the ISO date by which what it waits for is repaired; `form` the number of the form that
    was signed on paper."""

    code: str
    visit: str
    day: str
    at: int
    written: int
    by: str
    letter: str = ""
    nth: int = 0
    why: str = ""
    note: str = ""
    promised: str = ""
    form: str = ""

    @property
    def counts_as(self) -> str:
        """accepted, viewed or refused; '' where there is no result."""
        return CLASSES.get(self.code, "")


class Keys(msgspec.Struct, frozen=True, omit_defaults=True):
    """Keys that went to the household, by kind, and how many of them stay with us for repairs, until when."""

    visit: str
    sets: dict[str, int]
    at: int
    by: str
    letter: str = ""
    left: int = 0
    until: str = ""
    note: str = ""


class Deemed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A legal flag that a person sets (onsite.md 3.6): the home counts as delivered from the ISO date `since`, approved
    by whom, on what ground, with what evidence. Never an acceptance."""

    approved: str
    since: str
    basis: str
    evidence: str
    at: int
    by: str
    letter: str = ""


class Gift(msgspec.Struct, frozen=True, omit_defaults=True):
    """A gift that was handed over. `taken_back`: the record was; `returned` whether the thing came back too,
    None while nobody has said so."""

    kind: str
    qty: int
    visit: str
    at: int
    by: str
    letter: str = ""
    taken_back: bool = False
    returned: bool | None = None
