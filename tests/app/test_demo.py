"""The made-up days: the demo in the middle of a busy one, and a whole one without a window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import parts
import pytest

from app.cli import main
from app.clock import Clock
from app.demo import make_demo
from app.demo_day import demo_day
from app.desk import Desk
from app.errors import Trouble
from app.log import wire
from app.queries.rosters import subjects
from app.site import open_site
from app.stations.arrival import CheckIn
from app.unit import Unit
from app.verify import verify

NOON = "2026-06-20 12:00"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Desk]:
    """The demo at noon."""
    desk = make_demo(tmp_path / "demo", parts.TestClock(NOON), "en")
    yield desk
    desk.database.close()


def units(desk: Desk) -> list[Unit]:
    """Every unit."""
    with desk.database.read() as sql:
        names = subjects(sql, desk.site)
    return [desk.state(f"unit/{name}") for name in names]


def test_the_demo_is_in_the_middle_of_a_busy_day_after_two_others(demo: Desk) -> None:
    found = units(demo)
    days = [visit.day for unit in found for visit in unit.visits.values()]
    states = [unit.state("2026-06-20") for unit in found]
    assert len(found) == 300
    assert sorted(set(days)) == ["2026-06-18", "2026-06-19", "2026-06-20"]
    assert min(map(days.count, set(days))) > 20
    assert {"here", "inspecting", "accepted", "refused", "viewed", ""} <= set(states)
    codes = {result.code for unit in found for result in unit.results.values()}
    assert codes >= {"A0", "A1", "A2", "V1", "C1", "R1", "N1"}
    assert sum(bool(unit.open_reasons()) for unit in found) > 10
    assert sum(len(unit.gifts) for unit in found) > 50
    assert sum(len(unit.defects) for unit in found) > 100
    assert any(unit.withdrawn for unit in found)
    assert [unit.code for unit in found if unit.clashes] == []
    assert (demo.letter, demo.state("site").drill, demo.operator.role) == ("A", True, "lead")
    assert verify(demo).clean


def test_nothing_in_the_demo_has_yet_to_happen(demo: Desk) -> None:
    assert max(line.known for line in demo.after({}, limit=10**6)) <= parts.at_ms(NOON)


def test_whoever_tries_the_demo_can_go_on(demo: Desk) -> None:
    unit = next(unit for unit in units(demo) if not unit.visits and not unit.withdrawn)
    assert demo.do(CheckIn(on=f"unit/{unit.code}")).ops[0].number == "A007"


@pytest.mark.parametrize("at", ["2026-06-20 00:00", "2026-06-20 00:20", "2026-06-20 23:59"])
def test_the_demo_is_of_its_own_day_at_any_hour(at: str, tmp_path: Path) -> None:
    desk = make_demo(tmp_path / "demo", parts.TestClock(at), "zh_Hans")
    assert any(unit.open_visit("2026-06-20") for unit in units(desk))
    assert max(line.known for line in desk.after({}, limit=10**6)) <= parts.at_ms(at)
    desk.database.close()


def test_a_whole_day_leaves_list_file_slips_and_figures_and_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = (demo_day(tmp_path / name, "zh_Hans") for name in ("first", "second"))
    assert (first.verified, first.slips, first.trouble) == (True, 8, None)
    assert first.played.lines > 800
    slips = sorted((tmp_path / "first" / "slips").iterdir())
    assert len(slips) == first.slips
    assert {slip.read_bytes()[16:20] for slip in slips} == {(576).to_bytes(4)}  # the width of a PNG
    names = sorted(p.relative_to(tmp_path / "first") for p in (tmp_path / "first").rglob("*.*"))
    assert {"day.jsonl", "roster.xlsx", "summary.txt", "summary.xlsx"} <= {name.name for name in names}
    names.remove(Path("summary.xlsx"))  # a workbook says when it was written
    assert [(tmp_path / "first" / name).read_bytes() for name in names] == [
        (tmp_path / "second" / name).read_bytes() for name in names]
    assert second.played.lines == first.played.lines


def test_the_day_that_was_left_can_be_done_again_at_a_site_with_its_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, data = tmp_path / "out", ["--data", str(tmp_path / "site")]
    assert main(["demo-day", "--out", str(out), "--language", "en"]) == 0
    assert f"What it left is in {out}" in capsys.readouterr().out
    assert main(["import", str(out / "roster.xlsx"), *data]) == 0
    capsys.readouterr()
    assert main(["replay", str(out / "day.jsonl"), *data, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["desks"] == {"B": "B", "C": "C", "D": "D", "E": "E"}
    assert main(["verify", *data]) == 0
    desk = open_site(tmp_path / "site", Clock())
    entries = [wire.decode(line.data) for line in desk.after({}, limit=10**6)]
    assert sum(any(isinstance(op, CheckIn) for op in entry.ops) for entry in entries) > 120
    desk.database.close()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(Trouble, match="folder_read_only"):
        demo_day(tmp_path / "taken" / "out", "en")
