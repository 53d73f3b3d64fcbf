"""The commands that need no window, as a person or a script runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.clock import Clock
from app.site import open_site
from run import has_display as run_has_display
from ui.__main__ import has_display

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).parent / "roster" / "files"
ROSTERS = ("tidy.xlsx", "messy.xlsx", "hongkong.xlsx", "gb18030.csv")


def run(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "ui", *map(str, args)],
        cwd=ROOT,
        text=True,
        capture_output=True,
        env={**clean, "LANG": "C.UTF-8", **environment},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", ROSTERS)
def test_every_sample_list_imports_with_its_expected_counts(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = json.loads((FILES / name).with_suffix(".expected.json").read_text())
    assert main(["import", str(FILES / name), "--json", "--data", str(tmp_path / "site")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in expected} == expected
    assert (found["new"], found["changed"], found["unchanged"]) == (expected["units"], 0, 0)

    assert main(["import", str(FILES / name), "--json", "--data", str(tmp_path / "site")]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, expected["units"])
    assert main(["verify", "--data", str(tmp_path / "site")]) == 0


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(FILES / "tidy.xlsx"), "--dry-run", "--data", str(tmp_path / "site")]) == 0
    assert "816 units, 1082 owners, 68 not eligible." in capsys.readouterr().out
    assert not (tmp_path / "site" / "site.db").exists()


def test_a_dry_run_on_a_site_says_what_would_change_and_leaves_it_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(tmp_path / "site")]
    assert main(["import", str(FILES / "gb18030.csv"), *data]) == 0
    capsys.readouterr()
    desk = open_site(tmp_path / "site", Clock())
    before = desk.vector()
    desk.database.close()
    assert main(["import", str(FILES / "hongkong.xlsx"), "--dry-run", "--json", *data]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["new"], found["missing"]) == (768, 232)
    desk = open_site(tmp_path / "site", Clock())
    assert desk.vector() == before
    desk.database.close()


def test_a_rejected_row_is_named_with_sheet_row_finding_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(FILES / "messy.xlsx"), "--json", "--dry-run", "--data", str(tmp_path)]) == 0
    rejected = json.loads(capsys.readouterr().out)["rejected"]
    assert {"sheet", "row", "found", "why"} <= set(rejected[0])
    assert main(["import", str(FILES / "messy.xlsx"), "--dry-run", "--data", str(tmp_path)]) == 0
    assert "row_" not in capsys.readouterr().out


def test_a_file_that_is_no_list_makes_no_site_and_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.csv").write_text("Dear owner,\nwelcome.\n")
    assert main(["import", str(tmp_path / "letter.csv"), "--data", str(tmp_path / "site")]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert not (tmp_path / "site" / "site.db").exists()


def test_a_missing_file_and_a_missing_site_get_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(tmp_path / "no.xlsx"), "--data", str(tmp_path / "site")]) == 1
    assert "no.xlsx" in capsys.readouterr().err
    assert main(["verify", "--data", str(tmp_path / "site")]) == 1
    assert "no site" in capsys.readouterr().err


def test_rebuild_makes_the_lists_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data", str(tmp_path / "site")]
    assert main(["import", str(FILES / "gb18030.csv"), *data]) == 0
    desk = open_site(tmp_path / "site", Clock())
    with desk.database.write() as sql:
        sql.exec_driver_sql("DELETE FROM household WHERE code LIKE '9-1-2%'")
    desk.database.close()
    assert main(["verify", *data]) == 1
    assert main(["rebuild", *data]) == 0
    assert main(["verify", *data]) == 0


def test_without_a_display_one_sentence_names_the_commands(tmp_path: Path) -> None:
    done = run("--data", tmp_path / "site")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "import, replay, summary, verify, rebuild, backup, restore, draw-check, demo-day" in done.stderr


def test_the_sentence_is_said_in_the_language_of_the_system(tmp_path: Path) -> None:
    data = ("--data", tmp_path / "site")
    assert "显示屏" in run(*data, LANG="zh_CN.UTF-8", PYTHONUTF8="1").stderr
    assert "顯示屏" in run(*data, LANG="zh_HK.UTF-8", PYTHONUTF8="1").stderr


def test_without_a_display_and_a_site_a_made_up_day_is_done_into_a_folder_that_is_named(tmp_path: Path) -> None:
    done = run(TMPDIR=str(tmp_path), LANG="en_GB.UTF-8")
    (folder,) = tmp_path.glob("handover-desk-day-*")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert done.stdout.endswith(f"What it left is in {folder}\n")
    assert {path.name for path in folder.iterdir()} >= {"roster.xlsx", "day.jsonl", "slips"}


def test_headless_commands_do_not_need_qt(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['PySide6'] = None; from ui.__main__ import main; "
        f"sys.exit(main(['import', {str(FILES / 'gb18030.csv')!r}, '--data', {str(tmp_path / 'site')!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("platform", "environment", "there"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_is_looked_for_where_there_may_be_none(
    platform: str, environment: dict[str, str], there: bool
) -> None:
    assert has_display(platform, environment) is there
    assert run_has_display(platform, environment) is there
