"""A folder that was copied or put back is noticed before a number can come twice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from parts import TestClock, listed

from app.desk import Desk
from app.errors import Trouble
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.twin import Twins, renew


def begun(folder: Path) -> Desk:
    made = new_site(folder, TestClock(step=1), name="Sample Court", zone="Asia/Shanghai")
    listed(made, "1-1-101", "1-1-102", reasons=())
    return made


def test_a_folder_that_went_on_where_it_was_is_no_twin(tmp_path: Path) -> None:
    desk, twins = begun(tmp_path / "site"), Twins(tmp_path / "traces")
    twins.note(desk)
    desk.do(CheckIn(on="unit/1-1-101"))
    desk.database.close()
    again = open_site(tmp_path / "site", TestClock())
    twins.check(again)
    again.database.close()


def test_a_folder_put_back_from_an_older_copy_is_noticed_and_goes_on_under_a_new_letter(
    tmp_path: Path,
) -> None:
    desk, twins = begun(tmp_path / "site"), Twins(tmp_path / "traces")
    desk.database.close()
    shutil.copytree(tmp_path / "site", tmp_path / "backup")
    desk = open_site(tmp_path / "site", TestClock())
    old = desk.id
    desk.do(CheckIn(on="unit/1-1-101"))
    twins.note(desk)
    desk.database.close()
    shutil.rmtree(tmp_path / "site")
    shutil.copytree(tmp_path / "backup", tmp_path / "site")

    restored = open_site(tmp_path / "site", TestClock(step=1))
    with pytest.raises(Trouble) as said:
        twins.check(restored)
    assert said.value == Trouble("desk_restored", n=1, letter="A")
    renew(restored)
    entry = restored.do(CheckIn(on="unit/1-1-102"))
    assert (restored.id != old, entry.ops[0].number, entry.n) == (True, "B001", 2)
    twins.check(restored)
    restored.database.close()
    again = open_site(tmp_path / "site", TestClock())
    assert again.letter == "B"
    again.database.close()


def test_a_copied_folder_is_noticed_while_the_first_is_still_there(tmp_path: Path) -> None:
    desk, twins = begun(tmp_path / "site"), Twins(tmp_path / "traces")
    twins.note(desk)
    desk.database.close()
    shutil.copytree(tmp_path / "site", tmp_path / "copy")
    copy = open_site(tmp_path / "copy", TestClock())
    with pytest.raises(Trouble) as said:
        twins.check(copy)
    copy.database.close()
    assert said.value.key == "desk_copied"
    shutil.rmtree(tmp_path / "site")
    moved = open_site(tmp_path / "copy", TestClock())
    twins.check(moved)
    moved.database.close()


def test_a_trace_that_cannot_be_read_stops_nobody(tmp_path: Path) -> None:
    desk, twins = begun(tmp_path / "site"), Twins(tmp_path / "traces")
    twins.note(desk)
    (tmp_path / "traces" / f"{desk.id}.json").write_text("{")
    twins.check(desk)
    desk.database.close()
