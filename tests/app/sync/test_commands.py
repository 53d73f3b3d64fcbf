"""The main laptop as a process of its own, and a laptop that joins it, by their commands."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import parts
import pytest

from app.cli import main
from app.clock import Clock
from app.folder import Hold
from app.settings import Settings
from app.site import new_site, open_site
from app.stations.arrival import CheckIn

ROOT = Path(__file__).parents[3]


def test_a_main_laptop_without_a_window_and_another_that_joins_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = new_site(tmp_path / "main", Clock(), name="Sample Court", zone=parts.ZONE)
    parts.listed(desk, "1-1-101")
    desk.do(CheckIn(on="unit/1-1-101"))
    desk.database.close()
    with subprocess.Popen([sys.executable, "-m", "ui", "hub", "--data", str(tmp_path / "main"), "--language", "en",
                           "--listen", "127.0.0.1:0", "--invite"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as hub:
        assert hub.stdout is not None
        first, second = hub.stdout.readline(), hub.stdout.readline()
        port, code = re.search(r"port (\d+)\.", first), re.search(r": ([A-Z2-7-]{23})$", second)
        assert port and code, first + second
        given = ["join", f"127.0.0.1:{port[1]}", code[1], "--data", str(tmp_path / "other"), "--language", "en"]
        assert main(given) == 0
        assert "desk B of Sample Court" in capsys.readouterr().out
        assert main(given) == 1 and "site in" in capsys.readouterr().err  # the folder has its site now
        hub.send_signal(signal.SIGTERM)
        assert hub.wait(20) == 0
    other = open_site(tmp_path / "other", Clock())
    assert other.letter == "B" and other.state("unit/1-1-101").visits
    assert Settings(other.database, other.site).main_laptop == f"127.0.0.1:{port[1]}"
    other.database.close()


def test_a_main_laptop_that_is_open_in_a_window_or_listens_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_site(tmp_path, Clock(), name="Sample Court", zone=parts.ZONE).database.close()
    assert main(["hub", "--data", str(tmp_path), "--language", "en", "--listen", "somewhere"]) == 1
    assert "somewhere is no address" in capsys.readouterr().err
    with Hold(tmp_path):
        assert main(["hub", "--data", str(tmp_path), "--language", "en", "--listen", "127.0.0.1:0"]) == 1
    assert "open" in capsys.readouterr().err
