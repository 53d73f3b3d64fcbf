"""The program as a process of its own on an X display, as a laptop on site runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from e2e.hands import PATIENCE, XHands

from app.clock import Clock
from app.desk import Desk
from app.site import open_site

ROOT = Path(__file__).parents[2]


class Laptop:
    """`python -m ui --data folder`, with whatever it keeps outside its folder below `home`. A context manager: the
    process is ended, however the test goes."""

    def __init__(self, display: str, home: Path, *, folder: Path | None = None) -> None:
        self.display, self.home, self.folder = display, home, folder or home / "site"
        self.hands = XHands(display, self.folder)
        self._processes: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, language: str = "en") -> subprocess.Popen[str]:
        """Start the program (again); at once."""
        self.home.mkdir(parents=True, exist_ok=True)
        errors = self.home / f"stderr-{len(self._processes)}.txt"
        data = () if "--demo" in arguments else ("--data", str(self.folder))
        with errors.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "ui", *data, "--language", language, *arguments], cwd=ROOT, text=True,
                stdout=subprocess.DEVNULL, stderr=file, env=self._environment())
        self._processes.append(process)
        return process

    def said(self, start: int = -1) -> str:
        """What a start of the program wrote where its errors go."""
        count = len(self._processes)
        return (self.home / f"stderr-{start % count}.txt").read_text()

    def end(self) -> None:
        """Close it, as a system does that shuts down."""
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(PATIENCE)

    def kill(self) -> None:
        """As when the power goes, but for the disk."""
        for process in self._processes:
            if process.poll() is None:
                process.kill()
                process.wait(PATIENCE)

    def desk(self) -> Desk:
        """The site's desk in this process; to be closed."""
        return open_site(self.folder, Clock())

    def _environment(self) -> dict[str, str]:
        own = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT),
               "XDG_STATE_HOME": str(self.home / "state"), "XDG_DATA_HOME": str(self.home / "data"),
               "XDG_RUNTIME_DIR": str(self.home)}
        kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "WAYLAND_DISPLAY")}
        return {**kept, **own}

    def __enter__(self) -> Laptop:
        return self

    def __exit__(self, *raised: object) -> None:
        self.kill()
