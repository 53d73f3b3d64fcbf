"""The strip's lights: what the printer does, how old the backup is, what is to settle, how many have come.

Never more than is known.
"""

from __future__ import annotations

from collections.abc import Callable

from app.desk import Desk
from app.errors import Trouble
from app.queries.today import Today
from app.sync.links import Links, own_address
from app.tickets.spool import AGAIN, SlipRow, Spool
from app.words import Words
from ui.backups import Backups
from ui.tokens import Kind

OFF_MS = 2 * 60 * 1000  # by which a clock may differ from the main laptop's before it is said

Light = tuple[str, Kind, str]


class Lights:
    """Says the state of the strip."""

    def __init__(self, desk: Desk, spool: Spool, backups: Backups, links: Links, t: Words,
                 network: Callable[[], str] = own_address) -> None:
        self._network = network
        self._desk, self._spool, self._backups, self._links, self._t = desk, spool, backups, links, t

    def now(self, today: Today) -> list[Light]:
        """Name, state and words of each light; empty words take a light away."""
        t = self._t
        clash = t("{n} to settle", n=today.clashes) if today.clashes else ""
        booked = t("{n} of {of} booked", n=today.booked_arrived, of=today.booked) if today.booked else ""
        return [
            self.printer(),
            self.laptops(),
            ("backup", *self._backups.state()),
            ("settle", "attention", clash),
            ("today", "off", t("Came today: {n}", n=today.arrived)),
            ("booked", "off", booked),
        ]

    def printer(self) -> Light:
        """What the printer does."""
        t, spool = self._t, self._spool
        waiting, unsure = spool.slips("waiting"), spool.slips("unconfirmed")
        held = next((row for row in waiting if row.cause.removesuffix(AGAIN)), None)
        if unsure:
            return "printer", "attention", t("Did {no} come out?", no=self.number(unsure[0]))
        if spool.printing is None:
            return "printer", "off", t("No printer")
        if spool.held:
            return "printer", "attention", t("{n} slips have waited long: print which?", n=len(waiting))
        if held is not None:
            return "printer", "stop", self._held(held, len(waiting))
        if waiting:
            return "printer", "news", t("Slips on the way: {n}", n=len(waiting))
        if spool.low:
            return "printer", "attention", t("Printer ready; its paper is nearly used up")
        return "printer", "ok", t("Printer ready")

    def laptops(self) -> Light:
        """How this laptop stands with the others; no light where it works alone."""
        t, links = self._t, self._links
        if self._desk.twice:
            return "laptops", "stop", t("Copied laptop: a new letter is needed")
        if self._desk.newer:
            return "laptops", "attention", t("Update this laptop: others have a newer program")
        if links.trouble is not None:
            return "laptops", "stop", t("Not together with the other laptops")
        if links.hub is not None:
            return "laptops", "ok", t("Main laptop")
        exchange = links.exchange
        if exchange is None:
            return "laptops", "off", ""
        if exchange.trouble is None and exchange.outdated:
            return "laptops", "attention", t("Update this laptop: the main one has version {version}",
                                             version=exchange.version)
        if exchange.trouble is None and abs(exchange.ahead) > OFF_MS:
            n = round(abs(exchange.ahead) / 60_000)
            return "laptops", "attention", (t("Together; this clock is {n} minutes ahead", n=n) if exchange.ahead > 0
                                            else t("Together; this clock is {n} minutes behind", n=n))
        if exchange.trouble is None and exchange.photos:
            return "laptops", "ok", t("Together with the main laptop; {n} photos on their way", n=exchange.photos)
        if exchange.trouble is None:
            return "laptops", "ok" if exchange.at else "news", (
                t("Together with the main laptop") if exchange.at else t("Looking for the main laptop …"))
        n = exchange.waiting
        if exchange.trouble.key == "hub_slow":
            return "laptops", "attention", t("Main laptop answers too slowly; {n} records wait here", n=n)
        if exchange.trouble.key == "hub_unreachable" and not self._network():
            return "laptops", "attention", t("No network; {n} records wait here", n=n)
        return "laptops", "attention", t("Main laptop not reached; {n} records wait here", n=n)

    def sentence(self, row: SlipRow) -> str:
        """What to say of a slip whose state changed; '' for nothing."""
        if row.state == "waiting" and row.cause.removesuffix(AGAIN):
            return self._held(row, len(self._spool.slips("waiting")))
        return ""

    def _held(self, row: SlipRow, waiting: int) -> str:
        cause = row.cause.removesuffix(AGAIN)
        key = cause if cause == "no_cjk_font" else f"printer_{cause}"
        return self._t.say(Trouble(key, no=self.number(row), n=waiting, file=""))

    def number(self, row: SlipRow) -> str:
        """The queue number that stands on a slip."""
        slip = self._spool.facts(row.entry)
        return slip.number if slip is not None else "?"
