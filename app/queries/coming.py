"""What the desk can do for a household now, from its state: the question behind the one primary button."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from app.unit import DESK_CLEARS, Unit, Visit

CAME_BACK_MS = 60 * 60 * 1000  # USERS.md 4.9: offered when nothing happened to the visit for an hour

Can = Literal["check_in", "register", "here", "came_back", "nothing"]


class Coming(msgspec.Struct, frozen=True):
    """`can` what Enter does: check in, register the arrival of one who may not go on yet, nothing since it is
    `here`, check in anew since it `came_back`, or `nothing` (no longer to be handed over). `step` is what stands
    before the escort once the papers are seen; `visit` is the open visit of today, else the latest of today."""

    can: Can
    step: str
    visit: Visit | None


def coming(unit: Unit, day: str, now: int, seen: Collection[str] = ()) -> Coming:
    """For a unit on that day (ISO) at `now` (ms UTC), with these papers (E08–E10) counted as seen."""
    visit = unit.open_visit(day)
    step = step_with(unit, visit, seen)
    if unit.withdrawn or unit.linked_to or not unit.known:
        return Coming("nothing", step, visit)
    if visit is not None:
        return Coming("came_back" if now - visit.active > CAME_BACK_MS else "here", step, visit)
    earlier = [v for v in unit.visits.values() if v.day == day and v.ended not in ("", "moved")]
    if earlier:
        return Coming("came_back", step, earlier[-1])
    return Coming("register" if step else "check_in", step, None)


def step_with(unit: Unit, visit: Visit | None, seen: Collection[str]) -> str:
    """What stands before the escort when these papers count as seen."""
    if not seen:
        return unit.step(visit)
    then = unit.copy()
    for key, reason in then.reasons.items():
        if not reason.cleared_at and reason.code in seen:
            then.reasons[key] = msgspec.structs.replace(reason, cleared_at=1)
    return then.step(visit)


def papers_asked(unit: Unit) -> tuple[str, ...]:
    """Codes of the papers that the desk itself asks for and clears (USERS.md 4.5)."""
    return tuple(code for code in unit.open_reasons() if code in DESK_CLEARS)
