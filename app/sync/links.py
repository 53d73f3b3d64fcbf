"""What this laptop is to the others of its site: the main one, one that exchanges with it, or alone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from app.desk import Desk
from app.errors import Refused, Trouble
from app.settings import Settings
from app.stations.site import BeMain, Site
from app.twin import relabel, renew

if TYPE_CHECKING:
    from app.sync.hub import Hub
    from app.sync.member import Member
    from app.sync.stick import Taken
    from app.sync.syncer import Exchange, Syncer


class Links:
    """Starts and stops what the settings of this laptop say. `told` is called, in any thread, when it stands
    otherwise; `trouble` is why it could not start. What it needs is imported when it is first wanted: it takes a third
    of a second, and many a laptop works alone."""

    def __init__(self, desk: Desk, settings: Settings, told: Callable[[], None]) -> None:
        self._desk, self._settings, self._told = desk, settings, told
        self._lock = threading.Lock()
        self._member: Member | None = None
        self.hub: Hub | None = None
        self.syncer: Syncer | None = None
        self.trouble: Trouble | None = None
        self._unannounce: Callable[[], None] = lambda: None

    @property
    def wanted(self) -> bool:
        """Whether this laptop works with others."""
        return self._settings.serves or bool(self._settings.main_laptop)

    @property
    def exchange(self) -> Exchange | None:
        """How the exchange with the main laptop stands; None on that one, and alone."""
        return None if self.syncer is None else self.syncer.state

    def start(self) -> None:
        """Begin (again) as the settings say."""
        self.stop()
        with self._lock:
            self.trouble = None
            try:
                if self._settings.serves:
                    from app.sync.far import PORT
                    from app.sync.hint import announce
                    from app.sync.hub import Hub

                    hub = Hub(self._joined(), port=self._settings.hub_port or PORT)
                    hub.start()
                    self.hub = hub
                    self._unannounce = announce(own_address(), hub.port)
                elif self._settings.main_laptop:
                    from app.sync.syncer import Syncer

                    self.syncer = Syncer(self._desk, self._settings.main_laptop, lambda state: self._told())
                    self.syncer.start()
            except Trouble as trouble:
                self.trouble = trouble
        self._told()

    def stop(self) -> None:
        """End; what was not exchanged is kept for the next time."""
        with self._lock:
            if self.hub is not None:
                self._unannounce()
                self.hub.stop()
            if self.syncer is not None:
                self.syncer.stop()
            self.hub = self.syncer = None

    def serve(self, on: bool) -> None:
        """Be the main laptop, or no longer. Where another one was, it steps down when it hears of it. Raises Refused
        `lead_only`."""
        self._lead()
        self._settings.serves = on
        self.start()
        if self.hub is not None:
            self._desk.do(BeMain(on="site", address=self.address()))

    def heed(self) -> bool:
        """Do as the site has chosen since: step down for another main laptop, exchange with the one that it is now.
        Whether anything was to do."""
        site: Site = self._desk.state("site")
        if not site.main or site.term <= self._settings.term:
            return False
        self._settings.term = site.term
        mine = site.main == self._desk.id
        if mine or not self.wanted or (not site.address and not self._settings.serves):
            return False
        self._settings.serves = False
        self.follow(site.address or self._settings.main_laptop)
        return True

    def renew(self) -> None:
        """Go on under a new id and a new letter: another laptop wrote under those of this one."""
        self.stop()
        renew(self._desk)
        self._member = None
        self.start()

    def follow(self, address: str) -> None:
        """Exchange with the main laptop at that address; with '' with nobody."""
        self._settings.main_laptop = address.strip()
        self.start()

    def invite(self) -> str:
        """The code with which one laptop can join. Raises Refused `lead_only`, Trouble `site_key_elsewhere`."""
        self._lead()
        if self.hub is None:
            raise Trouble("not_main")
        if not self._joined().keys.site_key:
            raise Trouble("site_key_elsewhere")
        return self.hub.open_invite().code

    def member(self) -> Member:
        """This laptop as a member of its site. Raises Trouble."""
        return self._joined()

    def paper_key(self) -> str:
        """The key of the site for the lead's paper; '' where it is not. Raises Refused `lead_only`."""
        self._lead()
        from app.sync.trust import on_paper

        key = self._joined().keys.site_key
        return on_paper(key) if key else ""

    def take_key(self, text: str) -> None:
        """The key of the site from the lead's paper. Raises Refused `lead_only`, Trouble `paper_key_wrong`."""
        self._lead()
        self._joined().take_key(text)

    def take(self, file: Path, go_on: Callable[[], None]) -> Taken:
        """What another laptop wrote onto a stick. Raises Trouble."""
        from app.sync.stick import take

        taken = take(self._joined(), file, go_on)
        if not self._desk.twice:
            relabel(self._desk)
        return taken

    def address(self) -> str:
        """Where others find this laptop, as far as it knows."""
        return f"{own_address() or '127.0.0.1'}:{self.hub.port if self.hub is not None else 0}"

    def _joined(self) -> Member:
        if self._member is None:
            from app.sync.member import Member

            self._member = Member(self._desk)
        return self._member

    def _lead(self) -> None:
        if self._desk.operator.role != "lead":
            raise Refused("lead_only")


def own_address() -> str:
    """The address of this laptop in the network that it is in; '' in none."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # of no network (RFC 5737): nothing is sent, only the way is chosen
            return str(asking.getsockname()[0])
        except OSError:
            return ""
