"""Finishing the day: its figures are issued, then what goes out is written from them (USERS.md 4.13)."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from app.desk import Desk
from app.errors import Trouble
from app.stations.day import IssueDay
from app.summary.report import DayReport
from app.words import Words

FOLDER = "reports"  # below the site's own folder


class Finished(msgspec.Struct, frozen=True):
    """What came of it: the folder, which revision of the day, and the text for a chat group."""

    folder: Path
    revision: int
    text: str


def finish(desk: Desk, report: DayReport, t: Words, *, provisional: str = "") -> Finished:
    """Issue the day and write workbook and text into a folder of its own. `provisional` says why it goes out although
    the check-sum does not come out. Raises Refused, with nothing done; or Trouble when the day is issued and a file
    could not be written: `write_out` can then be called again."""
    found = report.found
    day = f"report/{found.day}"
    desk.do(IssueDay(on=day, figures=found.plain(), as_known=found.as_known, sums=found.check.holds,
                     provisional=provisional))
    return write_out(desk, report, t, provisional=bool(provisional))


def write_out(desk: Desk, report: DayReport, t: Words, *, provisional: bool = False) -> Finished:
    """Workbook and text of the newest revision, into `reports/2026-06-20 rev 1`."""
    day = report.found.day
    revision = max(0, len(desk.state(f"report/{day}").revisions) - 1)
    folder = desk.database.path.parent / FOLDER / (f"{day} rev {revision}" if revision else day)
    text = report.text(t, revision=revision, provisional=provisional)
    named = t("Handover report")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        report.write(folder / f"{named} {day}.xlsx", t, revision=revision, provisional=provisional)
        _write(folder / f"{named} {day}.txt", text)
    except OSError as error:
        raise Trouble("file_unwritable", file=str(folder), why=error.strerror or str(error)) from error
    return Finished(folder, revision, text)


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    beside = file.with_name(f".{file.name}.part")
    beside.write_text(text + "\n", encoding="utf-8")
    os.replace(beside, file)
