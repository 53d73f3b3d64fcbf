"""An owner list becomes a version: previewed, written, interrupted, finished, taken back, merged."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET
from openpyxl import Workbook
from parts import TestClock, rows

from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Refused, Trouble
from app.queries import rosters
from app.roster.read import read
from app.roster.reading import Reading
from app.roster_import import PART, Importer, figures
from app.search.ask import Search
from app.search.chinese import Chinese
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.stations.eligibility import ClearReason
from app.stations.notes import AddProvisional
from app.sync.swap import swap

FILES = Path(__file__).parent / "roster" / "files"
HEAD = "房号,业主,电话,是否符合交付条件,不符合原因,备注"
LIST = (
    "1-1-101,陈静雯,13800001111,是,,",
    "1-1-102,王敏、李强,13800002222,否,尾款未结清,",
    "1-1-103,周丽,13800003333,是,,VIP",
)

Make = Callable[..., Desk]
Write = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path, clock: TestClock) -> Iterator[Make]:
    """`make("A")`: a desk of the one site, the lead at it."""
    made: list[Desk] = []

    def one(letter: str = "A", role: str = "lead") -> Desk:
        site = made[0].site if made else ""
        desk = new_site(
            tmp_path / letter, clock, name="Riverside", zone="Asia/Shanghai", letter=letter, site=site
        )
        desk.operator = Operator(f"at {letter}", role)
        if made:
            swap(made[0], desk)
        made.append(desk)
        return desk

    yield one
    for desk in made:
        desk.database.close()


@pytest.fixture
def desk(make: Make) -> Desk:
    return make()


@pytest.fixture
def file(tmp_path: Path) -> Write:
    """`file(rows)`: a list as a CSV file."""

    def write(lines: Sequence[str] = LIST, name: str = "list.csv", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
        return path

    return write


def many(n: int) -> list[str]:
    return [f"1-1-{100 + k},陈静雯,1380000{k:04d},是,," for k in range(n)]


def quiet(done: int, of: int) -> None:
    """Nobody looks."""


def reading(desk: Desk, path: Path) -> Reading:
    return read(path, Importer(desk).key())


def bring(desk: Desk, path: Path) -> str:
    found, importer = reading(desk, path), Importer(desk)
    return importer.write(found, importer.preview(found), "周丽", quiet)


def interrupted(desk: Desk, path: Path, after: int) -> str:
    """The disk is full after that many units; the version."""
    found, importer = reading(desk, path), Importer(desk)

    def full(done: int, of: int) -> None:
        if done >= after:
            raise Trouble("disk_full")

    with pytest.raises(Trouble):
        importer.write(found, importer.preview(found), "周丽", full)
    return versions(desk)[0].version


def versions(desk: Desk) -> list[rosters.Version]:
    with desk.database.read() as sql:
        return rosters.versions(sql, desk.site)


def absent(desk: Desk) -> list[str]:
    with desk.database.read() as sql:
        return [unit.code for unit in rosters.absent(sql, desk.site)]


def refusal(call: Callable[..., Any], *args: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.key


@pytest.mark.parametrize(
    ("name", "units", "owners", "ineligible", "rejected", "repeated"),
    [
        ("tidy.xlsx", 816, 1082, 68, 0, 0),
        ("hongkong.xlsx", 768, 1025, 62, 0, 0),
        ("messy.xlsx", 1092, 1444, 84, 7, 7),
        ("gb18030.csv", 232, 305, 21, 0, 0),
    ],
)
def test_a_real_list_goes_in_whole_and_again_changes_nothing(
    desk: Desk, name: str, units: int, owners: int, ineligible: int, rejected: int, repeated: int
) -> None:
    found = reading(desk, FILES / name)
    seen = figures(found, Importer(desk).preview(found))
    assert (seen["units"], seen["owners"], seen["ineligible"]) == (units, owners, ineligible)
    assert (seen["new"], seen["rejected_rows"], seen["repeated_rows"]) == (units, rejected, repeated)
    bring(desk, FILES / name)
    again = Importer(desk).preview(found)
    assert (again.new, again.changed, again.unchanged, again.missing) == ((), (), units, ())
    closing = versions(desk)[0].closing
    assert closing is not None
    assert (closing.units, closing.new, closing.rejected) == (units, units, rejected)
    assert closing.checked_by == "周丽"


NAMES = ("=王小明", "+陈大文", "-李四", "@张三", "=1+1", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xlsx_text"])
def test_an_owner_whose_name_looks_like_a_formula_is_listed_and_found_by_that_name(
    desk: Desk, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"list.{kind[:4]}"
    listed = [("房号", "业主"), *((f"1-1-{201 + n}", name) for n, name in enumerate(NAMES))]
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(listed)
    else:
        book = Workbook()
        for row in listed:
            book.worksheets[0].append(row)
            for cell in book.worksheets[0][book.worksheets[0].max_row] if kind == "xlsx_text" else ():
                cell.data_type = "s"
        book.save(path)
    bring(desk, path)
    assert tuple(desk.state(f"unit/1-1-{201 + n}").owners[0] for n in range(len(NAMES))) == NAMES
    found = Search(desk.database.read, desk.site, Chinese()).find("王小明", "2026-06-20")
    assert [hit.unit for hit in found.hits] == ["1-1-201"]


@pytest.mark.parametrize("cell", ['="王五"', '"=""王五"""'])
def test_what_a_csv_keeps_from_excel_is_its_text(desk: Desk, file: Write, cell: str) -> None:
    path = file([f'="1-1-201",{cell},="13800138000",是,,'])
    (household,) = reading(desk, path).households
    assert (household.unit, household.owners, household.phones) == ("1-1-201", ("王五",), ("13800138000",))


def test_a_preview_writes_nothing(desk: Desk, file: Write) -> None:
    before = desk.vector()
    Importer(desk).preview(reading(desk, file()))
    assert desk.vector() == before


def test_entries_hold_at_most_fifty_units_and_the_closing_one_comes_last(desk: Desk, file: Write) -> None:
    version = bring(desk, file(many(120)))
    history = desk.history(f"roster/{version}")
    assert [sum(op.on.startswith("unit/") for op in entry.ops) for entry in history] == [PART, PART, 20, 0]
    assert versions(desk)[0].finished


def test_progress_counts_units_to_the_last(desk: Desk, file: Write) -> None:
    told: list[tuple[int, int]] = []
    found, importer = reading(desk, file(many(120))), Importer(desk)
    importer.write(found, importer.preview(found), "周丽", lambda done, of: told.append((done, of)))
    assert told == [(50, 120), (100, 120), (120, 120)]


def test_a_newer_list_changes_only_what_it_says_otherwise(desk: Desk, file: Write) -> None:
    bring(desk, file())
    version = bring(desk, file(("1-1-101,陈静雯、陈大文,13800001111,是,,", *LIST[1:]), "newer.csv"))
    unit = desk.state("unit/1-1-101")
    assert unit.owners == ("陈静雯", "陈大文")
    assert list(desk.state("unit/1-1-103").versions) != [version]
    said = [op for entry in desk.history("unit/1-1-101")[1:] for op in entry.ops if op.on == "unit/1-1-101"]
    assert [(op.owners, op.phones) for op in said] == [(("陈静雯", "陈大文"), UNSET)]
    assert versions(desk)[0].number == 2


def test_arrivals_stay_when_a_newer_list_comes(desk: Desk, file: Write) -> None:
    bring(desk, file())
    desk.do(CheckIn(on="unit/1-1-101"))
    bring(desk, file(("1-1-101,陈大文,13800001111,是,,", *LIST[1:]), "newer.csv"))
    unit = desk.state("unit/1-1-101")
    assert len(unit.visits) == 1
    assert unit.owners == ("陈大文",)


def test_a_reason_that_finance_cleared_stays_cleared_when_an_older_export_says_it_again(
    desk: Desk, file: Write
) -> None:
    bring(desk, file())
    desk.do(ClearReason(on="unit/1-1-102", reason="E01"))
    found = reading(desk, file((*LIST, "1-1-104,赵云,13800004444,是,,"), "newer.csv"))
    merge = Importer(desk).preview(found)
    assert ([h.unit for h in merge.new], merge.changed, merge.unchanged) == (["1-1-104"], (), 3)
    Importer(desk).write(found, merge, "周丽", quiet)
    assert desk.state("unit/1-1-102").open_reasons() == ()


def test_a_list_that_now_says_eligible_clears_the_reason(desk: Desk, file: Write) -> None:
    bring(desk, file())
    bring(desk, file((LIST[0], "1-1-102,王敏、李强,13800002222,是,,", LIST[2]), "newer.csv"))
    assert desk.state("unit/1-1-102").open_reasons() == ()
    bring(desk, file(LIST, "back.csv"))
    assert desk.state("unit/1-1-102").open_reasons() == ("E01",)


def test_a_list_without_that_column_leaves_eligibility_alone(desk: Desk, file: Write) -> None:
    bring(desk, file())
    bring(desk, file(("1-1-102,王敏、李强,13899999999",), "phones.csv", "房号,业主,电话"))
    unit = desk.state("unit/1-1-102")
    assert unit.open_reasons() == ("E01",)
    assert unit.fact("phones") == ("13899999999",)


def test_units_missing_from_the_file_are_shown_and_kept(desk: Desk, file: Write) -> None:
    bring(desk, file())
    bring(desk, file(LIST[:1], "newer.csv"))
    assert absent(desk) == ["1-1-102", "1-1-103"]
    assert desk.state("unit/1-1-103").owners == ("周丽",)


def test_a_household_registered_by_hand_is_no_missing_unit(desk: Desk, file: Write) -> None:
    desk.do(AddProvisional(on="unit/P-A-1", code="P-A-1", owners=("何曉",), reason="contract in hand"))
    assert Importer(desk).preview(reading(desk, file())).missing == ()


def test_the_same_list_at_two_desks_apart_is_one_version_and_leaves_nothing_to_settle(
    make: Make, file: Write
) -> None:
    a, b = make("A"), make("B")
    path = file(many(60))
    assert bring(a, path) == bring(b, path)
    swap(a, b)
    assert [(v.number, v.finished) for v in versions(a)] == [(1, True)]
    assert all(not desk.state(f"unit/1-1-{100 + k}").clashes for desk in (a, b) for k in range(60))
    assert rows(a) == rows(b)


def test_two_lists_at_two_desks_apart_leave_only_what_they_say_differently(make: Make, file: Write) -> None:
    a, b = make("A"), make("B")
    bring(a, file())
    bring(b, file((*LIST[:2], "1-1-103,周莉,13800003333,是,,VIP"), "other.csv"))
    swap(a, b)
    assert [key.split(":")[0] for key in a.state("unit/1-1-103").clashes] == ["owners"]
    assert not a.state("unit/1-1-101").clashes


def test_an_interrupted_list_shows_as_unfinished_and_is_not_the_newest(desk: Desk, file: Write) -> None:
    interrupted(desk, file(many(120)), after=50)
    assert [(v.number, v.units, v.finished) for v in versions(desk)] == [(1, 50, False)]
    with desk.database.read() as sql:
        assert rosters.newest_list(sql, desk.site) is None


def test_a_list_survives_the_death_of_the_program_and_is_finished_after_the_next_start(
    tmp_path: Path, file: Write
) -> None:
    path, folder = file(many(120)), tmp_path / "site"
    program = f"""
import os
from pathlib import Path
from app.clock import Clock
from app.desk import Operator
from app.roster.read import read
from app.roster_import import Importer
from app.site import new_site
desk = new_site(Path({str(folder)!r}), Clock(), name="Riverside", zone="Asia/Shanghai")
desk.operator = Operator("at A", "lead")
importer = Importer(desk)
found = read(Path({str(path)!r}), importer.key())
die = lambda done, of: os._exit(9) if done == 100 else None
importer.write(found, importer.preview(found), "somebody", die)
"""
    died = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)
    assert died.returncode == 9
    desk = open_site(folder, Clock())
    desk.operator = Operator("at A", "lead")
    (left,) = versions(desk)
    assert (left.finished, left.units) == (False, 100)
    Importer(desk).finish(left.version, reading(desk, path), "周丽", quiet)
    assert [(v.finished, v.units) for v in versions(desk)] == [(True, 120)]
    desk.database.close()


def test_finishing_writes_only_what_lacks_and_closes_with_the_whole_counts(desk: Desk, file: Write) -> None:
    path = file(many(120))
    version = interrupted(desk, path, after=50)
    Importer(desk).finish(version, reading(desk, path), "周丽", quiet)
    (found,) = versions(desk)
    assert (found.version, found.finished, found.units, found.parts) == (version, True, 120, 3)
    assert found.closing is not None
    assert (found.closing.new, found.closing.changed, found.closing.unchanged) == (120, 0, 0)


def test_an_unfinished_list_is_finished_by_bringing_the_same_file_in_again(desk: Desk, file: Write) -> None:
    path = file(many(120))
    version = interrupted(desk, path, after=50)
    assert bring(desk, path) == version
    assert [(v.number, v.finished) for v in versions(desk)] == [(1, True)]


def test_another_file_does_not_finish_a_list(desk: Desk, file: Write) -> None:
    version = interrupted(desk, file(many(120)), after=50)
    other = reading(desk, file(many(119), "other.csv"))
    assert refusal(Importer(desk).finish, version, other, "周丽", quiet) == "list_other_file"


def test_a_list_that_is_taken_back_is_gone_with_all_that_it_said(desk: Desk, file: Write) -> None:
    version = bring(desk, file(many(120)))
    desk.do(CheckIn(on="unit/1-1-100"))
    Importer(desk).take_back(version, "wrong building", quiet)
    assert versions(desk) == []
    assert not desk.state("unit/1-1-101").known
    assert len(desk.state("unit/1-1-100").visits) == 1
    assert len(Importer(desk).preview(reading(desk, file(many(120)))).new) == 120


def test_the_list_before_holds_again_when_the_newer_one_is_taken_back(desk: Desk, file: Write) -> None:
    bring(desk, file())
    version = bring(desk, file(("1-1-101,陈大文,13800001111,否,尾款未结清,", *LIST[1:]), "newer.csv"))
    Importer(desk).take_back(version, "wrong file", quiet)
    unit = desk.state("unit/1-1-101")
    assert (unit.owners, unit.open_reasons()) == (("陈静雯",), ())
    assert [v.number for v in versions(desk)] == [1]


def test_taking_back_that_was_interrupted_is_begun_again(desk: Desk, file: Write) -> None:
    version = bring(desk, file(many(120)))

    def full(done: int, of: int) -> None:
        if done == 2:
            raise Trouble("disk_full")

    with pytest.raises(Trouble):
        Importer(desk).take_back(version, "wrong file", full)
    assert [(v.finished, v.units) for v in versions(desk)] == [(False, 70)]
    Importer(desk).take_back(version, "wrong file", quiet)
    assert versions(desk) == []


def test_lists_come_off_in_order(desk: Desk, file: Write) -> None:
    first = bring(desk, file())
    bring(desk, file(LIST[:2], "newer.csv"))
    assert refusal(Importer(desk).take_back, first, "wrong", quiet) == "list_not_newest"


def test_another_lead_takes_a_list_back_a_day_later(desk: Desk, file: Write, clock: TestClock) -> None:
    version = bring(desk, file())
    clock.forward(days=1)
    desk.operator = Operator("another", "lead")
    Importer(desk).take_back(version, "wrong file", quiet)
    assert versions(desk) == []


@pytest.mark.parametrize(
    ("role", "key"), [("desk", "import_role"), ("escort", "import_role"), ("finance", "")]
)
def test_finance_and_lead_bring_lists_in(desk: Desk, file: Write, role: str, key: str) -> None:
    found, importer = reading(desk, file()), Importer(desk)
    desk.operator = Operator("somebody", role)
    no = importer.may()
    assert (no.key if no else "") == key
    if key:
        assert refusal(importer.write, found, importer.preview(found), "周丽", quiet) == key


def test_only_a_lead_takes_a_list_back_and_says_why(desk: Desk, file: Write) -> None:
    version = bring(desk, file())
    assert refusal(Importer(desk).take_back, version, "  ", quiet) == "reason_empty"
    desk.operator = Operator("somebody", "finance")
    assert refusal(Importer(desk).take_back, version, "wrong", quiet) == "lead_only"


def test_without_a_name_who_checked_it_nothing_is_written(desk: Desk, file: Write) -> None:
    found, importer, before = reading(desk, file()), Importer(desk), desk.vector()
    assert refusal(importer.write, found, importer.preview(found), "  ", quiet) == "list_unchecked"
    assert desk.vector() == before


def test_a_wrong_code_is_mended_and_the_visit_stays(desk: Desk, file: Write) -> None:
    bring(desk, file())
    desk.do(CheckIn(on="unit/1-1-103"))
    assert Importer(desk).rename("1-1-103", "1栋1单元105室") == "1-1-105"
    unit = desk.state("unit/1-1-103")
    assert (unit.code, len(unit.visits)) == ("1-1-105", 1)


@pytest.mark.parametrize(
    ("code", "to", "key"),
    [
        ("1-1-103", "1-1-101", "code_taken"),
        ("1-1-103", "1-1-103", "code_same"),
        ("9-9-999", "1-1-105", "unit_unknown"),
        ("1-1-103", "  ", "code_unreadable"),
    ],
)
def test_a_code_is_not_mended_to_what_it_cannot_be(
    desk: Desk, file: Write, code: str, to: str, key: str
) -> None:
    bring(desk, file())
    assert refusal(Importer(desk).rename, code, to) == key


def test_a_newer_list_finds_a_mended_unit_by_its_right_and_by_its_wrong_code(desk: Desk, file: Write) -> None:
    bring(desk, file())
    Importer(desk).rename("1-1-103", "1-1-105")
    right = reading(desk, file((*LIST[:2], "1-1-105,周莉,13800003333,是,,VIP"), "right.csv"))
    for merge in (Importer(desk).preview(right), Importer(desk).preview(reading(desk, file()))):
        assert (merge.new, merge.missing) == ((), ())
    Importer(desk).write(right, Importer(desk).preview(right), "周丽", quiet)
    assert desk.state("unit/1-1-103").owners == ("周莉",)


def test_the_code_that_a_mended_unit_left_can_be_another_unit(desk: Desk, file: Write) -> None:
    bring(desk, file())
    Importer(desk).rename("1-1-103", "1-1-105")
    both = file((*LIST, "1-1-105,周丽,13800003333,是,,VIP"), "both.csv")
    bring(desk, both)
    with desk.database.read() as sql:
        other = rosters.bearer(sql, desk.site, "1-1-103")
    assert other not in ("", "unit/1-1-103")
    assert (desk.state(other).code, desk.state("unit/1-1-103").code) == ("1-1-103", "1-1-105")
    again = Importer(desk).preview(reading(desk, both))
    assert (again.new, again.changed, again.unchanged) == ((), (), 4)


def test_words_beside_eligible_are_no_change_the_second_time(desk: Desk, file: Write) -> None:
    lines = ("1-1-101,陈静雯,13800001111,符合（自住）,,",)
    bring(desk, file(lines))
    assert Importer(desk).preview(reading(desk, file(lines))).unchanged == 1


def test_a_cell_that_looks_like_a_formula_is_a_text_for_ever(desk: Desk, file: Write) -> None:
    lines = ('1-1-101,-陈静雯,13800001111,是,,"=HYPERLINK(""x"")"', "1-1-102,@陈静雯,13800001111,是,,+1-2")
    bring(desk, file(lines))
    desk.rebuild()
    found = Importer(desk).listed()
    assert (found["1-1-101"]["owners"], found["1-1-101"]["note"]) == (("-陈静雯",), '=HYPERLINK("x")')
    assert (found["1-1-102"]["owners"], found["1-1-102"]["note"]) == (("@陈静雯",), "+1-2")


def test_a_rebuild_gives_the_same_lists_and_units(desk: Desk, file: Write) -> None:
    bring(desk, file(many(120)))
    Importer(desk).rename("1-1-103", "1-1-905")
    interrupted(desk, file([*many(119), "1-1-700,赵云,13800004444,是,,"], "newer.csv"), after=1)
    before = rows(desk)
    desk.rebuild()
    assert rows(desk) == before
