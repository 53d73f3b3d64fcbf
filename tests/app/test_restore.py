"""A backup is looked at, restored under a new letter, and nothing that was there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from parts import TestClock, listed

from app.backup import backup
from app.cli import main
from app.desk import Desk
from app.errors import Trouble
from app.restore import Found, look, restore
from app.site import FILE, new_site, open_site
from app.stations.arrival import CheckIn
from app.tickets.spool import Spool
from app.twin import Twins
from app.verify import verify


@pytest.fixture
def twins(tmp_path: Path) -> Twins:
    return Twins(tmp_path / "traces")


@pytest.fixture
def file(tmp_path: Path, twins: Twins) -> Path:
    """A backup after one arrival, A001; a second one came after it."""
    desk = new_site(tmp_path / "site", TestClock(step=1), name="Sample Court", zone="Asia/Shanghai")
    listed(desk, "1-1-101", "1-1-102", "1-1-103", reasons=())
    desk.do(CheckIn(on="unit/1-1-101"))
    (tmp_path / "stick").mkdir()
    made = backup(desk, tmp_path / "stick")
    desk.do(CheckIn(on="unit/1-1-102"))
    twins.note(desk)
    desk.database.close()
    return made


def came(desk: Desk, unit: str) -> str:
    return str(desk.do(CheckIn(on=f"unit/{unit}")).ops[0].number)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_a_backup_is_looked_at_and_left_as_it_is(file: Path) -> None:
    before = everything(file.parent)
    found = look(file, TestClock())
    assert (found.name, found.letter, found.records) == ("Sample Court", "A", 4)
    assert everything(file.parent) == before


def test_a_restored_site_goes_on_under_a_new_letter_and_verifies(file: Path, tmp_path: Path, twins: Twins) -> None:
    assert restore(file, tmp_path / "spare", TestClock(), twins) is None
    desk = open_site(tmp_path / "spare", TestClock("2026-06-20 10:00", step=1))
    twins.check(desk)
    assert (desk.letter, came(desk, "1-1-102")) == ("B", "B001")
    assert verify(desk).clean
    assert [one.name for one in (tmp_path / "spare").iterdir() if one.name.startswith(".")] == []
    desk.database.close()


def test_the_site_that_was_there_is_put_aside_whole(file: Path, tmp_path: Path, twins: Twins) -> None:
    folder = tmp_path / "site"
    aside = restore(file, folder, TestClock("2026-06-20 10:05"), twins)
    assert aside == folder / "before 2026-06-20 100500"
    old = open_site(aside, TestClock())
    new = open_site(folder, TestClock())
    assert (len(old.state("unit/1-1-102").visits), len(new.state("unit/1-1-102").visits)) == (1, 0)
    assert verify(old).clean
    old.database.close()
    new.database.close()


def test_restoring_twice_never_gives_a_number_twice(file: Path, tmp_path: Path, twins: Twins) -> None:
    numbers = []
    for n in range(3):
        restore(file, tmp_path / f"again{n}", TestClock(f"2026-06-20 1{n}:00"), twins)
        desk = open_site(tmp_path / f"again{n}", TestClock(step=1))
        numbers.append(came(desk, "1-1-103"))
        desk.database.close()
    assert numbers == ["B001", "C001", "D001"]


def test_slips_from_before_are_not_printed(file: Path, tmp_path: Path, twins: Twins) -> None:
    restore(file, tmp_path / "spare", TestClock(), twins)
    desk = open_site(tmp_path / "spare", TestClock("2026-06-20 10:00", step=1))
    spool = Spool(desk, None, lambda row: None)
    assert (spool.slips("waiting"), len(spool.slips("cancelled"))) == ([], 1)
    came(desk, "1-1-103")
    assert len(spool.slips("waiting")) == 1
    desk.database.close()


def test_a_file_that_is_no_sound_backup_is_said_and_changes_nothing(
    file: Path, tmp_path: Path, twins: Twins
) -> None:
    whole = file.read_bytes()
    newer = bytearray(whole)
    newer[60:64] = (99).to_bytes(4, "big")  # user_version in SQLite's header
    torn = whole[:8192] + b"\xff" * 8192 + whole[16384:]
    foreign = bytearray(whole)
    foreign[68:72] = b"\0\0\0\1"  # application_id
    bad = {"restore_newer": bytes(newer), "restore_damaged": torn, "restore_foreign": bytes(foreign)}
    odd = tmp_path / "odd.db"
    before = everything(tmp_path / "site")
    for key, data in [*bad.items(), ("restore_foreign", b"no database" * 500), ("restore_damaged", whole[:9000])]:
        odd.write_bytes(data)
        for doing in (lambda: look(odd, TestClock()), lambda: restore(odd, tmp_path / "site", TestClock(), twins)):
            with pytest.raises(Trouble) as said:
                doing()
            assert said.value == Trouble(key, file=str(odd))
    odd.unlink()
    with pytest.raises(Trouble, match="file_missing"):
        restore(odd, tmp_path / "site", TestClock(), twins)
    assert everything(tmp_path / "site") == before


def test_records_in_the_log_of_a_file_that_was_open_come_along(tmp_path: Path, twins: Twins) -> None:
    desk = new_site(tmp_path / "site", TestClock(step=1), name="Sample Court", zone="Asia/Shanghai")
    listed(desk, "1-1-101", reasons=())
    restore(tmp_path / "site" / FILE, tmp_path / "spare", TestClock(), twins)
    again = open_site(tmp_path / "spare", TestClock())
    assert again.state("unit/1-1-101").listed
    again.database.close()
    desk.database.close()


def test_the_command_says_what_it_found_and_where_it_went(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert main(["restore", str(file), "--data", str(tmp_path / "site")]) == 0
    out = capsys.readouterr().out
    assert "Sample Court, desk A: 4 records, the last one of 2026-06-20 09:00." in out
    assert "put aside" in out
    assert "This laptop goes on as B." in out
    assert main(["verify", "--data", str(tmp_path / "site")]) == 0


def test_what_was_found_is_said_in_the_sites_own_time() -> None:
    from app.words import Words

    found = Found("Sample Court", "Asia/Shanghai", "A", 1781919000000, 12)
    assert found.sentence(Words("en")) == "Sample Court, desk A: 12 records, the last one of 2026-06-20 09:30."
