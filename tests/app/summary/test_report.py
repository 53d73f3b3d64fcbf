"""The report as it goes out: command, text, workbook opened again here and in LibreOffice."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import parts
import pytest
from openpyxl import load_workbook
from parts import LEAD

from app.cli import main
from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Trouble
from app.records import RESULTS
from app.site import new_site, open_site
from app.stations.arrival import CheckIn
from app.stations.gifts import GiveGift
from app.stations.inspection import LogDefect, StartInspection
from app.stations.results import Deem, RecordResult
from app.stations.site import Configure, GiftKind, MeasureClock
from app.summary.figures import NAMES
from app.summary.report import DayReport, day_report
from app.summary.results import RESULT_NAMES
from app.summary.words import MEANINGS
from app.words import Words

DAY = "2026-06-20"
NASTY = '=HYPERLINK("http://x","y")'


def busy(desk: Desk, clock: parts.TestClock) -> None:
    """A day with every sort of result in two buildings, and texts that look like formulas."""
    desk.operator = Operator("Ho", "lead")
    desk.do(Configure(on="site", name="Riverside & Sons", days=(DAY,), gifts={"umbrella": GiftKind(stock=9)}))
    for building in ("1", "2", "10"):
        codes = [f"{building}-1-{floor}01" for floor in range(2, 10)]
        parts.listed(desk, *codes, building=building, owners=("陈静雯", NASTY), reasons=(), layout="+86")
    for at, code in enumerate(("A", "A", "V1", "C1", "R1", "R9", "N2")):
        unit = f"unit/1-1-{at + 2}01"
        clock.forward(minutes=7)
        visit = desk.do(CheckIn(on=unit, party=2)).id
        desk.do(StartInspection(on=unit, visit=visit))
        for n in range(at % 4 % 3):
            desk.do(LogDefect(on=unit, visit=visit, code="WAL01", room="KIT", text=NASTY if n else "-1+1", due=DAY))
        desk.do(RecordResult(on=unit, visit=visit, code=code, note="@SUM(A1)", promised="2026-07-01"))
        desk.do(GiveGift(on=unit, kind="umbrella", visit=visit))


@pytest.fixture
def report(desk: Desk, clock: parts.TestClock) -> DayReport:
    busy(desk, clock)
    return day_report(desk, DAY)


def test_every_figure_and_every_result_has_its_words() -> None:
    assert set(MEANINGS) == set(NAMES) and set(RESULTS) <= RESULT_NAMES.keys()


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_the_workbook_says_the_figures_as_numbers_and_text_stays_text(
    report: DayReport, tmp_path: Path, language: str
) -> None:
    file, t = tmp_path / "day.xlsx", Words(language)
    report.write(file, t)
    assert [p.name for p in tmp_path.iterdir() if p.suffix in (".part", ".xlsx")] == ["day.xlsx"]
    book = load_workbook(file)
    first = book.worksheets[0]
    assert [first.cell(7, at).value for at in range(1, 6)] == [2, 0.083, 0.67, 3, 22]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    defects = book[t("Defects")]
    assert NASTY in {row[4].value for row in defects.iter_rows(min_row=2)}
    assert all(row[9].is_date and row[8].is_date for row in defects.iter_rows(min_row=2))
    assert defects.max_row - 1 == report.found.defects_cumulative
    assert book[t("Households")].max_row - 1 == report.found.due_all
    assert "陈**" in book[t("Households")]["C2"].value and "陈静雯" not in str([*book[t("Households")].values])
    assert len(first._charts) == 1
    gifts = [*book[t("Gifts")].values][1:]
    assert gifts == [("umbrella", 9, 7, 7, 2)]


def test_libreoffice_opens_it_and_reads_the_same_numbers(report: DayReport, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is one of the packages that the tests install"
    file = tmp_path / "day.xlsx"
    report.write(file, Words("zh_Hans"))
    shape = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run([office, own, "--headless", "--convert-to", shape, "--outdir", str(tmp_path), str(file)], check=True,
                   capture_output=True, timeout=110)
    sheets = {made.stem.partition("-")[2]: [*csv.reader(made.read_text("utf-8").splitlines())]
              for made in tmp_path.glob("*.csv")}
    assert set(sheets) == {s.title for s in load_workbook(file).worksheets}
    first = sheets["概览"]
    assert first[6][:5] == ["2", "8.3%", "0.67", "3", "22"]
    assert "应交 24 = 已交付 2 + 拒收 3 + 仅看房 1 + 到访无结果 1 + 未到 17" in first[10][0]
    assert NASTY in [row[4] for row in sheets["问题"]]


def test_what_was_not_in_use_is_not_recorded_and_an_empty_average_is_a_dash(desk: Desk, tmp_path: Path) -> None:
    parts.listed(desk, "1-1-201", reasons=())
    report = day_report(desk, DAY)
    report.write(tmp_path / "day.xlsx", Words("zh_Hant"))
    first = load_workbook(tmp_path / "day.xlsx").worksheets[0]
    assert [first.cell(7, at).value for at in range(1, 6)] == ["未登記", 0, "未登記", "未登記", 1]
    text = report.text(Words("zh_Hans"))
    assert "今日到访 未登记 户" in text and "累计户均 — 条" in text and "None" not in text
    desk.do(CheckIn(on="unit/1-1-201"))
    desk.do(RecordResult(on="unit/1-1-201", code="A"), override=LEAD)
    assert "今日到访 1 户，交付 1 户" in day_report(desk, DAY).text(Words("zh_Hans"))


def test_the_text_for_a_group(report: DayReport) -> None:
    said = report.text(Words("zh_Hans"), revision=1, provisional=True).splitlines()
    assert said == [
        "【Riverside & Sons 交付日报】2026年6月20日 · 第1天", "未核平，暂报", "修订1",
        "应交 24 户（符合条件 24 户）", "今日到访 7 户，交付 2 户；累计交付 2 户", "完成比例 8.3%（占全部 8.3%）",
        "今日验房 6 户，新增问题 6 条，户均 0.67 条；累计户均 0.67 条",
        "今日拒收 3 户；现有拒收 3 户，其中整改后收楼 1 户；已挽回 0 户",
        "未收 22 户：未到 17、拒收 3、到访无结果 1（其中资格不符 0）、仅看房 1", "数据截至 09:49",
    ]
    assert report.text(Words("en")).startswith("[Riverside & Sons · handover report] 20 June 2026 · day 1\nDue 24")


def test_the_last_line_names_laptops_that_were_not_heard(desk: Desk, make_desk: Callable[..., Desk],
                                                         clock: parts.TestClock) -> None:
    other = make_desk("C")
    clock.set("2026-06-19 10:00")
    parts.listed(other, "1-1-201")
    desk.receive(other.after({}))
    clock.set(f"{DAY} 18:00")
    assert day_report(desk, DAY).text(Words("zh_Hans")).endswith("数据截至 18:00；今日未同步电脑：C台")


def test_a_file_that_cannot_be_written_is_said(report: DayReport, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as said:
        report.write(tmp_path / "nowhere" / "day.xlsx", Words("en"))
    assert said.value.key == "file_unwritable"


# -- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, clock: parts.TestClock) -> Path:
    desk = new_site(tmp_path / "site", clock, name="Sample Court", zone="Asia/Shanghai")
    busy(desk, clock)
    desk.database.close()
    return tmp_path / "site"


def test_the_command_prints_json_with_the_promised_names(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "F.xlsx"
    assert main(["summary", "--data", str(folder), "--day", DAY, "--json", "--out", str(out)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [*said][:-1] == [*NAMES] and said["more"]["check_holds"] is True
    assert [said[name] for name in ("due_all", "accepted_today", "rate_all", "defects_per_unit_today")] == [
        24, 2, 8.3, 0.67]
    assert load_workbook(out).worksheets[0].cell(7, 1).value == 2
    assert main(["summary", "--data", str(folder), "--day", DAY, "--as-known-at", f"{DAY}T09:10", "--json"]) == 0
    then = json.loads(capsys.readouterr().out)
    assert (then["arrived_today"], then["accepted_today"], then["defects_per_unit_cumulative"]) == (1, 1, 0.0)


def test_the_command_prints_text_or_every_figure_with_its_definition(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summary", "--data", str(folder), "--day", DAY, "--text", "--language", "zh_Hant"]) == 0
    assert "應交 24 戶" in capsys.readouterr().out
    assert main(["summary", "--data", str(folder), "--day", DAY, "--language", "en"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(NAMES) and said[4].startswith("Households handed over today: 2  (Units whose first")


def test_a_day_that_is_none_and_a_sum_that_is_wrong_are_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "--data", str(folder), "--day", "yesterday", "--language", "en"]) == 1
    assert capsys.readouterr().err.startswith("yesterday is no day and no moment.")
    desk = open_site(folder, Clock())
    with desk.database.write() as sql:
        sql.exec_driver_sql("UPDATE result SET code='Z9' WHERE unit='1-1-201'")
    desk.database.close()
    assert main(["summary", "--data", str(folder), "--day", DAY, "--language", "en"]) == 1
    assert "The check-sum does not come out: 24 due = 1 accepted" in (said := capsys.readouterr().err)
    assert "Look at 1-1-201." in said


def test_what_stands_beside_the_figures_is_in_the_workbook_too(
    desk: Desk, clock: parts.TestClock, tmp_path: Path
) -> None:
    busy(desk, clock)
    desk.do(Configure(on="site", contractors={"CIV": "=Build Ltd"}))
    desk.do(LogDefect(on="unit/1-1-201", code="WAL01", room="KIT", trade="CIV"))
    desk.do(Deem(on="unit/2-1-201", approved="Legal", since="2026-06-18", basis="third notice"))
    desk.do(MeasureClock(on=f"desk/{desk.id}", ahead=20 * parts.MINUTE))
    day_report(desk, DAY).write(tmp_path / "day.xlsx", Words("en"))
    book = load_workbook(tmp_path / "day.xlsx")
    first = book.worksheets[0]
    assert "Deemed delivered, not accepted: 1" in first["A12"].value
    assert first["A13"].value == "A laptop's clock was wrong: see Clocks."
    left = {row[0]: row[6] for row in book["Not taken over"].iter_rows(min_row=2, values_only=True)}
    assert left["2-1-201"].isoformat()[:10] == "2026-06-18" and not left["2-1-301"]
    clocks = [*book["Clocks"].iter_rows(min_row=2, values_only=True)]
    assert ("A", "1-1-201", "Arrival", 20) in [row[:3] + row[4:5] for row in clocks]
    assert all((row[3] - row[5]).total_seconds() == 20 * 60 for row in clocks)
    assert "=Build Ltd" in {row[7].value for row in book["Defects"].iter_rows(min_row=2)}
