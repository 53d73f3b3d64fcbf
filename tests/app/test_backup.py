"""A backup is whole, checked, and never costs an older one that is still needed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from parts import TestClock, listed

from app import backup as backups
from app.backup import backup, superfluous
from app.cli import main
from app.desk import Desk
from app.errors import Trouble
from app.settings import Settings
from app.site import FILE, open_site
from app.stations.arrival import CheckIn
from app.verify import verify


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_backup_is_one_file_that_holds_every_record(desk: Desk, stick: Path, tmp_path: Path) -> None:
    listed(desk, "1-1-101", "1-1-102")
    desk.do(CheckIn(on="unit/1-1-101"))
    file = backup(desk, stick)
    assert [one.name for one in stick.iterdir()] == [file.name]
    assert file.name == "Sample Court A-lapt 2026-06-20 0900.db"
    assert Settings(desk.database, desk.site).backup_at == desk.clock.now()

    (tmp_path / "again").mkdir()
    (tmp_path / "again" / FILE).write_bytes(file.read_bytes())
    again = open_site(tmp_path / "again", TestClock())
    assert (again.vector(), verify(again).clean) == (desk.vector(), True)
    again.database.close()


def test_work_goes_on_while_a_backup_is_made(desk: Desk, stick: Path, tmp_path: Path) -> None:
    units = listed(desk, *(f"1-1-{n}" for n in range(101, 141)), reasons=())
    made: list[Path] = []
    thread = threading.Thread(target=lambda: made.extend(backup(desk, stick) for _ in range(5)))
    thread.start()
    for unit in units:
        desk.do(CheckIn(on=unit))
    thread.join()
    assert len(made) == 5
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / FILE).write_bytes(made[-1].read_bytes())
    again = open_site(tmp_path / "again", TestClock())
    assert verify(again).clean
    again.database.close()


def test_a_folder_that_is_not_there_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as said:
        backup(desk, tmp_path / "gone")
    assert said.value == Trouble("backup_folder_missing", file=str(tmp_path / "gone"))
    assert Settings(desk.database, desk.site).backup_at == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(desk: Desk, stick: Path) -> None:
    stick.chmod(0o500)
    with pytest.raises(Trouble) as said:
        backup(desk, stick)
    stick.chmod(0o700)
    assert said.value.key == "backup_read_only"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_what_the_disk_says_is_said_of_the_backup() -> None:
    with pytest.raises(OSError, match="No space") as full, Path("/dev/full").open("wb", buffering=0) as disk:
        disk.write(b"x")
    assert backups._meant(backups.trouble(full.value, Path("/stick"))) == Trouble("backup_full", file="/stick")


def test_a_copy_that_lacks_records_or_is_damaged_never_gets_a_name(
    desk: Desk, make_desk: Callable[..., Desk], stick: Path
) -> None:
    file = backup(desk, stick)
    with pytest.raises(Trouble, match="backup_unsound"):
        backups._check(file, desk.site, {desk.id: desk.vector()[desk.id][0] + 1})
    with pytest.raises(Trouble, match="backup_unsound"):
        backups._check(file, "another site", {})
    whole = bytearray(file.read_bytes())
    whole[4096 * 2 : 4096 * 4] = b"\xff" * 8192
    file.write_bytes(whole)
    with pytest.raises((Trouble, desk.database.module.DatabaseError)):
        backups._check(file, desk.site, {})


def test_the_newest_stay_then_one_an_hour_then_one_a_day() -> None:
    last = datetime(2026, 6, 20, 18, 0)
    every = [last - timedelta(minutes=10 * n) for n in range(6 * 24 * 4)]
    names = [f"Court A-1 {when:%Y-%m-%d %H%M}.db" for when in every]
    others = ["Court B-2 2026-06-20 0900.db", "notes.db", "Court A-1 holiday.db"]
    going = superfluous([*names, *others], "Court A-1 ")
    staying = [name for name in names if name not in going]
    assert not set(going) & set(others)
    assert staying[:12] == names[:12]
    assert staying[12:] == [
        "Court A-1 2026-06-20 1600.db",
        *(f"Court A-1 {last - timedelta(hours=n, minutes=10):%Y-%m-%d %H%M}.db" for n in range(2, 24)),
        "Court A-1 2026-06-19 1750.db",
        "Court A-1 2026-06-18 2350.db",
        "Court A-1 2026-06-17 2350.db",
        "Court A-1 2026-06-16 2350.db",
    ]


def test_old_backups_go_when_a_new_one_is_made(desk: Desk, clock: TestClock, stick: Path) -> None:
    for _ in range(20):
        backup(desk, stick)
        clock.forward(minutes=3)
    assert len(list(stick.iterdir())) == 12 + 1


def test_what_a_backup_left_that_was_cut_off_goes_after_an_hour(desk: Desk, stick: Path) -> None:
    old, fresh, other = (stick / f"Sample Court {name}.part" for name in ("A-lapt 1", "A-lapt 2", "B-lapt 1"))
    for part in (old, fresh, other):
        part.write_bytes(b"half")
    for part in (old, other):
        os.utime(part, (0, 0))
    backup(desk, stick)
    assert [part.exists() for part in (old, fresh, other)] == [False, True, True]


def test_the_command_makes_a_backup_and_says_where(
    desk: Desk, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(desk.database.path.parent)
    assert main(["backup", "--data", data]) == 1
    assert "No folder for backups is chosen" in capsys.readouterr().err
    assert main(["backup", "--data", data, "--to", str(stick)]) == 0
    assert "The backup is made and checked:" in capsys.readouterr().out
    Settings(desk.database, desk.site).backup_folder = str(stick)
    assert main(["backup", "--data", data]) == 0
    assert list(stick.glob("Sample Court A-lapt *.db"))
