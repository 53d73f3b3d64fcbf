"""The program opened on a folder and used a little; then it says what it holds in memory, and ends.

Not a measurement by itself: `memory` starts it as a process of its own.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.desk import Operator
from app.words import Words
from ui.program import Program
from ui.theme import Theme

TYPED = ("1-1-101", "wang", "陈", "138", "zzzz", "")


def main(folder: Path) -> None:
    """Look at every screen, search, check somebody in."""
    app = QApplication(sys.argv[:1])
    theme, t = Theme(language="zh_Hans"), Words("zh_Hans")
    theme.apply(app)
    program = Program(app, theme, t)
    program.begin(folder)
    site = program.site
    assert site is not None
    site.desk.operator = Operator("sample", "lead")
    later(app, [*(lambda text=text: site.reception.panes.line.setText(text) for text in TYPED),
                site.search.warm, site.reception.session.enter, *(
                    lambda screen=screen: site.window.open(screen) for screen in site.window.screens())])
    app.exec()
    program.close()


def later(app: QApplication, works: list[Callable[[], object]]) -> None:
    """One after the other, as events; then the report and the end."""
    def work() -> None:
        if works:
            works.pop(0)()
            return
        with Path("/proc/self/statm").open() as memory:
            print(json.dumps({"rss_mb": round(int(memory.read().split()[1]) * 4096 / 1e6, 1)}), flush=True)
        app.quit()

    timer = QTimer(app, interval=50)
    timer.timeout.connect(work)
    timer.start()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
