"""What the world puts in the way of the whole program: it says so, says what to do, and loses nothing."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.hands import written
from e2e.laptop import Laptop
from e2e.opened import Opened
from fakeprinter import FakePrinter
from parts import listed
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from app.clock import Clock
from app.database import sqlite
from app.desk import Desk
from app.site import FILE, new_site
from app.verify import verify

ROOMY = 1_000_000  # pages


def make_site(folder: Path) -> Path:
    """A site with three households; its file."""
    desk = new_site(folder, Clock(), name="Sample Court", zone="Asia/Shanghai")
    neighbours(desk, "1-1-201", "1-1-202", "1-1-203")
    desk.database.close()
    return folder / FILE


def neighbours(desk: Desk, *codes: str) -> None:
    """Units of owners who are no family, and may go on."""
    for n, code in enumerate(codes):
        listed(desk, code, owners=(f"Owner {n}",), phones=(f"13800{n:06}",), reasons=())


def room(opened: Opened, pages: int) -> None:
    """So much room is on the disk: none for more than that."""
    with opened.desk.database.write() as sql:
        sql.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def fill(opened: Opened) -> None:
    """The disk is full up to the last page of the file."""
    with opened.desk.database.read() as sql:
        pages = sql.exec_driver_sql("PRAGMA page_count").scalar_one()
        free = sql.exec_driver_sql("PRAGMA freelist_count").scalar_one()
    assert free == 0
    room(opened, pages)


# -- at the start --------------------------------------------------------------------------------------------


def damaged(file: Path) -> None:
    """Zeros where its tables were."""
    data = bytearray(file.read_bytes())
    data[100:8192] = bytes(8092)
    file.write_bytes(data)


def foreign(file: Path) -> None:
    """A database of somebody else."""
    file.unlink()
    other = sqlite().connect(str(file))
    other.execute("CREATE TABLE songs (title TEXT)")
    other.commit()
    other.close()


def newer(file: Path) -> None:
    """As a later version of this program would mark it."""
    own = sqlite().connect(str(file))
    own.execute("PRAGMA user_version=99")
    own.close()


def no_database(file: Path) -> None:
    """Somebody saved a letter under its name."""
    file.write_text("Dear owner, " * 1000)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (damaged, "is damaged and was left as it is. Restore the newest backup"),
        (no_database, "is damaged and was left as it is. Restore the newest backup"),
        (foreign, "is not one of this program. It was left as it is; choose another folder with --data."),
        (newer, "was written by a newer version of this program. It was left as it is; install the newer version."),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_a_window_and_left_as_it_is(
    laptop: Laptop, spoil: Callable[[Path], None], says: str
) -> None:
    file = make_site(laptop.folder)
    spoil(file)
    before = file.read_bytes()
    process = laptop.start()
    laptop.hands.focus("Handover Desk")
    laptop.hands.until(lambda: says in laptop.said())
    laptop.hands.press("Return")
    assert process.wait(20) == 1
    assert laptop.said().count("\n") == 1 and str(file) in laptop.said()
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_said(laptop: Laptop, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    laptop.folder = tmp_path / "a file" / "site"
    process = laptop.start()
    laptop.hands.focus("Handover Desk")
    laptop.hands.press("Return")
    assert process.wait(20) == 1
    assert laptop.said().startswith("The folder cannot be written:") and laptop.said().count("\n") == 1


def test_a_second_start_brings_the_open_window_to_the_front(laptop: Laptop) -> None:
    make_site(laptop.folder)
    laptop.start()
    laptop.hands.focus("Sample Court")
    laptop.start("--demo")
    laptop.hands.until(lambda: laptop.hands.in_front("Riverside Garden"))
    assert laptop.start().wait(60) == 1
    laptop.hands.until(lambda: laptop.hands.in_front("Sample Court"))
    assert len(laptop.hands.windows("Sample Court")) == 1
    assert laptop.said() == "The program is open already on this site; its window comes to the front.\n"


# -- while it is open ----------------------------------------------------------------------------------------


def test_a_full_disk_is_said_in_the_window_and_the_next_check_in_works_when_there_is_room(
    open_site: Callable[..., Opened],
) -> None:
    opened = open_site()
    neighbours(opened.desk, *(f"2-1-{n}" for n in range(201, 260)))
    opened.show()
    fill(opened)
    done = 0
    while opened.window.said()[0] != "trouble":
        assert done < 59
        opened.hands.type(f"2-1-{201 + done}")
        opened.hands.press("Return")
        done += 1
    assert opened.window.said() == ("trouble", "The disk is full. Nothing was recorded just now, and nothing before "
                                               "is lost. Free some space, then do it again.")
    here = sum(bool(opened.desk.state(f"unit/2-1-{n}").visits) for n in range(201, 260))
    assert here == done - 1 and opened.site.problems.sheet() is None
    room(opened, ROOMY)
    opened.hands.enter()  # the household still stands on the card
    assert opened.desk.state(f"unit/2-1-{200 + done}").visits
    assert verify(opened.desk).clean


def test_slips_that_could_not_be_noted_as_printed_for_want_of_room_come_out_once(
    open_site: Callable[..., Opened],
) -> None:
    with FakePrinter() as printer:
        opened = open_site(printer=printer)
        listed(opened.desk, "1-1-201", reasons=())
        opened.show()
        printer.cover(True)
        opened.hands.type("1-1-201")
        opened.hands.enter()
        opened.bot.waitUntil(lambda: opened.window.said()[0] == "trouble", timeout=20_000)
        with opened.desk.database.write() as sql:  # a note of a slip takes a page, as it does now and then
            sql.exec_driver_sql("CREATE TABLE ballast (weight)")
            sql.exec_driver_sql("CREATE TRIGGER heavy AFTER UPDATE ON slip WHEN new.state<>'sending' "
                                "BEGIN INSERT INTO ballast VALUES (zeroblob(8192)); END")
        fill(opened)
        failed: list[ExceptionContext] = []
        event.listen(opened.desk.database.engine, "handle_error", failed.append)
        printer.cover(False)
        opened.bot.waitUntil(lambda: failed != [], timeout=20_000)
        assert len(printer.slips) == 1 and [row.cause for row in opened.site.spool.slips("sending")] == ["cover_open"]
        room(opened, ROOMY)
        opened.hands.printed(1)
        assert [row.state for row in opened.site.spool.slips("confirmed")] == ["confirmed"]
        assert len(printer.slips) == 1 and opened.site.problems.sheet() is None


def test_the_program_survives_a_disk_that_takes_no_more_bytes(laptop: Laptop) -> None:
    make_site(laptop.folder)
    process = laptop.start()
    laptop.hands.focus("Sample Court")
    laptop.hands.type("1-1-201")
    laptop.hands.enter()
    full = (laptop.folder / f"{FILE}-wal").stat().st_size
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (full, resource.RLIM_INFINITY))
    before = written(laptop.folder / FILE)
    laptop.hands.type("1-1-202")
    assert not laptop.hands.entered(3.0)  # long enough for the keys to be read while there is no room
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert process.poll() is None and written(laptop.folder / FILE) == before
    laptop.hands.press("Escape")
    laptop.hands.type("1-1-203")
    laptop.hands.enter()
    laptop.end()
    desk = laptop.desk()
    assert desk.state("unit/1-1-201").visits and desk.state("unit/1-1-203").visits and verify(desk).clean
    desk.database.close()
    assert "Traceback" not in laptop.said()
