"""What tests of screens share: a counter with a small roster."""

from __future__ import annotations

from collections.abc import Iterator

import parts
import pytest
from counter import Counter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk import Desk
from app.stations.site import Configure


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Counter]:
    """The counter of a site where 1-1-101 may go on, 1-1-102 owes, 1-1-103 lacks a paper, 1-1-104 is in dispute, and
    2-1-201 to 203 (one of them owing) are one family; 2-1-204 has only the same name."""
    desk.do(Configure(on="site", stations={"finance": "3", "signing": "4", "desk": "1"}, colleagues={"legal": "Ms Yu"}),
            override=parts.LEAD)
    parts.listed(desk, "1-1-101", owners=("陈静雯", "李强"), phones=("13800002214",), layout="三室两厅", area="118")
    parts.listed(desk, "1-1-102", owners=("周丽",), phones=("13800003333",), reasons=("E01",), reason_text="88,000")
    parts.listed(desk, "1-1-103", owners=("王敏",), phones=("13800004444",), reasons=("E09",))
    parts.listed(desk, "1-1-104", owners=("赵云",), phones=("13800005555",), reasons=("E06",), reason_text="court")
    parts.listed(desk, "2-1-201", "2-1-202", owners=("何欢",), phones=("13800006666",))
    parts.listed(desk, "2-1-203", owners=("何欢",), phones=("13800006666",), reasons=("E01",))
    parts.listed(desk, "2-1-204", owners=("何欢",), phones=("13900007777",))
    counter = Counter(qtbot, qapp, desk, clock)
    yield counter
    counter.close()
