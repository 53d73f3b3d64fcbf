"""The lottery: the list is closed, numbers are drawn, and whether a draw comes out again from its record."""

from __future__ import annotations

import secrets

from app.desk import Desk, new_id
from app.errors import Refused
from app.log.operation import Entry
from app.queries.draws import Draws, Holder
from app.stations.draw import Draw, FreezeDraw, PickWinner, WinnerAbsent, digest, order


class Drawing:
    """What a lead does with draws. Raises Refused and Trouble as the desk does."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.ask = desk, Draws(desk.database.read, desk.site)

    def draws(self) -> list[tuple[str, Draw]]:
        """Every draw by its id, the newest first."""
        return [(id, self._desk.state(f"draw/{id}")) for id in self.ask.ids()]

    def winners(self, but: str = "") -> tuple[str, ...]:
        """Numbers that won in any draw, or in any other one."""
        return tuple(number for id, draw in self.draws() if id != but for number in draw.winners())

    def entries(self, day: str = "") -> list[Holder]:
        """Who is in: those who really came (on that day, or at all) and have not won yet."""
        return self.ask.arrived(day, frozenset(self.winners()))

    def freeze(self, name: str, day: str = "") -> str:
        """The list is closed as it is now, and only then the seed is drawn; the id of the draw."""
        entries = tuple(holder.number for holder in self.entries(day))
        id = new_id()
        self._desk.do(FreezeDraw(on=f"draw/{id}", name=name.strip(), entries=entries, seed=secrets.token_hex(16)))
        return id

    def pick(self, id: str, prize: str = "") -> Entry:
        """The next number."""
        return self._desk.do(PickWinner(on=f"draw/{id}", prize=prize.strip(), without=self.winners(but=id)))

    def absent(self, id: str, why: str = "") -> Entry:
        """Nobody answered to the last one."""
        draw: Draw = self._desk.state(f"draw/{id}")
        last = next(reversed(draw.picks), "")
        if not last or draw.picks[last].absent:
            raise Refused("draw_unknown")
        return self._desk.do(WinnerAbsent(on=f"draw/{id}", pick=last, why=why))


def differences(draw: Draw) -> list[str]:
    """What of a draw does not come out again from its list and its seed: 'digest' when the list is not the one whose
    hash is on record, and every number that was drawn before its turn."""
    found = [] if digest(draw.entries) == draw.digest else ["digest"]
    turn = {number: at for at, number in enumerate(order(draw.entries, draw.seed))}
    last = -1
    for pick in draw.picks.values():
        at = turn.get(pick.number, -1)
        if at <= last:
            found.append(pick.number)
        last = max(last, at)
    return found
