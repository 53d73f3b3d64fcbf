"""From Enter at reception to the slip's bytes at a printer on this machine."""

from __future__ import annotations

import resource
import socket
import threading
import time
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from rows import Row, Spread, row, spread
from sites import site
from timing import timed

from app.clock import Clock
from app.desk import Desk, Operator
from app.search.ask import Search
from app.search.chinese import Chinese
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.stations.roster import ListUnit
from app.stations.slips import Slip
from app.tickets.press import Press
from app.tickets.printer import Network, NoPrinter
from app.tickets.spool import Spool
from app.words import Words
from ui.reception.screen import ReceptionScreen
from ui.theme import Theme

P50, P99 = 50, 150  # ms
DRAWN = 30  # ms
IN_A_ROW, GROWN = 200, 5  # slips, MB
TIMES = 60
GUARD_S = 0.45  # a check-in is followed by no other within 400 ms (USERS.md 4.1)


class Sink:
    """A printer that takes everything and never answers; `last` is when bytes last came (seconds)."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.last: float = 0.0
        self.took = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer:
                while data := peer.recv(65536):
                    if len(data) > 16:  # more than a question about its state
                        self.last = time.perf_counter()
            self.took.set()

    def close(self) -> None:
        """No more."""
        self._listener.close()


def measure(part: float, folder: Path) -> list[Row]:
    """Households are looked up by their unit and checked in with Enter; each slip's last byte is waited for."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    desk = open_site(site(folder, round(3000 * part), round(3000 * part)), Clock())
    desk.operator = Operator("Bench")
    theme, sink = Theme(), Sink()
    theme.apply(app)
    spool = Spool(desk, Press(desk, Network("127.0.0.1", sink.port, answer=0.01)), lambda row: None)
    screen = ReceptionScreen(desk, Search(desk.database.read, desk.site, Chinese()), Words(), theme, lambda k, t: None)
    screen.show()
    screen.enter()
    spool.start()
    taken = [_one(app, screen, sink, unit) for unit in _fresh(desk)[: TIMES + 3]]
    spool.stop()
    sink.close()
    screen.close()
    desk.database.close()
    return [row("Enter to the slip's last byte at a printer", "ms", spread(taken[3:]), Spread(P50, P99), "p50 p99"),
            *_drawn(folder), *_in_a_row(folder)]


def _slip(folder: Path, name: str) -> tuple[Desk, Slip]:
    desk = new_site(folder / name, Clock(), name="Bench", zone="Asia/Shanghai", days=())
    desk.operator = Operator("Bench", "lead")
    desk.do(ListUnit(on="unit/3-2-1702", version="1", owners=("陈静雯",), layout="三室两厅", reasons=()))
    slip = Spool(desk, None, lambda row: None).facts(desk.do(CheckIn(on="unit/3-2-1702", party=3)).id)
    assert slip is not None
    return desk, slip


def _drawn(folder: Path) -> list[Row]:
    """Words to dots, the font found already."""
    desk, slip = _slip(folder, "drawn")
    press = Press(desk, NoPrinter())
    taken = [timed(lambda: press.preview(slip, 0)) for _ in range(TIMES + 3)]
    desk.database.close()
    return [row("slip words to dots", "ms", spread(taken[3:]), Spread(DRAWN, DRAWN), "p50 p99")]


def _in_a_row(folder: Path) -> list[Row]:
    """What memory grows by over many slips, after the first few."""
    desk, slip = _slip(folder, "row")
    sink = Sink()
    press = Press(desk, Network("127.0.0.1", sink.port, answer=0.01))
    held = []
    for n in range(IN_A_ROW):
        press(slip, n)
        if n in (20, IN_A_ROW - 1):
            held.append(int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6)
    sink.close()
    desk.database.close()
    grown = spread([held[1] - held[0]])
    return [row(f"memory after {IN_A_ROW} slips in a row", "MB", grown, Spread(GROWN, GROWN), "p50")]


def _fresh(desk: object) -> list[str]:
    """Units nobody has come for."""
    with desk.database.read() as sql:  # type: ignore[attr-defined]
        rows = sql.exec_driver_sql(
            "SELECT code FROM household h WHERE listed=1 AND reasons='' AND NOT EXISTS "
            "(SELECT 1 FROM visit v WHERE v.site=h.site AND v.unit=h.unit) ORDER BY code").all()
    return [row[0] for row in rows]


def _one(app: QApplication, screen: ReceptionScreen, sink: Sink, unit: str) -> float:
    for key in unit:
        _key(app, screen, key, Qt.Key.Key_unknown)
    time.sleep(GUARD_S)
    app.processEvents()
    sink.took.clear()
    began = time.perf_counter()
    _key(app, screen, "\r", Qt.Key.Key_Return)
    if not sink.took.wait(10):
        raise RuntimeError(f"no slip came for {unit}")
    return (sink.last - began) * 1000


def _key(app: QApplication, screen: ReceptionScreen, text: str, code: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        app.sendEvent(screen.panes.line, QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text))
    app.processEvents()
