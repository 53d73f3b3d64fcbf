"""The file: opened soundly or not at all, and whatever is in the way is said in a sentence."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import parts
import pytest

from app.database import APPLICATION, Database, journal, sqlite, trouble
from app.desk import Desk
from app.errors import Trouble
from app.sentences import SENTENCES
from app.site import FILE, open_site
from app.stations.arrival import CheckIn
from app.stations.notes import AddRemark
from app.tables import SCHEMA
from app.verify import verify
from app.words import Words

Make = Callable[..., Desk]


def asked(database: Database, *pragmas: str) -> list[Any]:
    with database.read() as sql:
        return [sql.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() for pragma in pragmas]


def remarks(desk: Desk) -> list[str]:
    return [remark.text for remark in desk.state("unit/1").remarks.values()]


# -- which SQLite --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), ("TRUNCATE", "EXTRA")),
        ((3, 51, 2), ("TRUNCATE", "EXTRA")),  # the last that can corrupt a WAL with several connections
        ((3, 51, 3), ("WAL", "FULL")),
        ((3, 53, 4), ("WAL", "FULL")),
        ((4, 0, 0), ("WAL", "FULL")),
    ],
)
def test_an_old_sqlite_gets_the_rollback_journal(version: tuple[int, ...], mode: tuple[str, str]) -> None:
    assert journal(version) == mode


def test_every_commit_is_on_disk_with_a_sound_sqlite(make_desk: Make) -> None:
    database = make_desk().database

    assert tuple(map(int, database.version.split("."))) >= (3, 51, 3), "pysqlite3 carries it"
    assert asked(database, "journal_mode", "synchronous", "foreign_keys") == ["wal", 2, 1]
    with database.write() as sql:
        assert [sql.exec_driver_sql(f"PRAGMA {p}").scalar_one() for p in ("synchronous", "foreign_keys")] == [
            2,
            1,
        ]


class Old:
    """The standard library's driver, saying that it is an old one."""

    sqlite_version = "3.40.1"

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)


def test_a_folder_written_with_a_sound_sqlite_can_be_used_with_an_old_one_and_back(tmp_path: Path) -> None:
    for module, modes in ((None, ["wal", 2]), (Old(), ["truncate", 3]), (None, ["wal", 2])):
        database = Database(tmp_path / FILE, module)  # type: ignore[arg-type]
        desk = parts.seated(database, "A", clock=parts.TestClock(step=1))
        desk.do(AddRemark(on="unit/1", text=str(module is None)))
        with database.write() as sql:
            assert [sql.exec_driver_sql(f"PRAGMA {p}").scalar_one() for p in ("journal_mode", "synchronous")] == modes
        assert verify(desk).clean and verify(desk).journal == modes[0].upper()
        database.close()

    assert len(remarks(parts.seated(Database(tmp_path / FILE), "A"))) == 3


def test_a_file_tells_whose_it_is_and_of_which_version(make_desk: Make) -> None:
    assert asked(make_desk().database, "application_id", "user_version") == [APPLICATION, SCHEMA]


def test_closing_leaves_one_file(make_desk: Make, tmp_path: Path) -> None:
    desk = make_desk("A", bare=False)
    desk.database.close()

    assert [p.name for p in (tmp_path / "A").iterdir()] == [FILE]


# -- what is no file of ours ---------------------------------------------------------------------------------


def refused(path: Path) -> Trouble:
    """What opening it says; it is left as it was, and nobody holds it."""
    before = path.read_bytes()
    with pytest.raises(Trouble) as said:
        Database(path)
    assert path.read_bytes() == before
    if hasattr(os, "getpid") and Path("/proc/self/fd").exists():
        assert str(path) not in {os.readlink(fd) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}
    return said.value


def test_a_file_of_a_newer_version_is_left_as_it_is(make_desk: Make, tmp_path: Path) -> None:
    desk = make_desk("A", bare=False)
    with desk.database.write() as sql:
        sql.exec_driver_sql(f"PRAGMA user_version={SCHEMA + 1}")
    desk.database.close()
    path = tmp_path / "A" / FILE

    assert refused(path) == Trouble("database_newer", file=str(path))
    with pytest.raises(Trouble, match="database_newer"):
        open_site(tmp_path / "A", parts.TestClock())

    with sqlite3.connect(path) as raw:  # the newer program is there again
        raw.execute(f"PRAGMA user_version={SCHEMA}")
    raw.close()
    again = open_site(tmp_path / "A", parts.TestClock())
    assert again.state("site").name == "Sample Court" and verify(again).clean
    again.database.close()


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    raw = sqlite3.connect(tmp_path / FILE)
    raw.execute("CREATE TABLE recipes (name)")
    raw.close()

    assert refused(tmp_path / FILE).key == "database_foreign"


@pytest.mark.parametrize("content", [b"This is a letter, not a database.\n" * 200, b"\0" * 8192, os.urandom(8192)])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)

    assert refused(tmp_path / FILE).key == "database_damaged"


def test_a_file_that_a_killed_start_left_empty_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"")

    database = Database(tmp_path / FILE)

    assert database.fresh and asked(database, "application_id") == [APPLICATION]
    database.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE household SET owners='nobody'",
        "ALTER TABLE household DROP COLUMN needs",
        "ALTER TABLE visit ADD COLUMN mood TEXT NOT NULL DEFAULT 'good'",
        "DROP TABLE search_text",
        "DROP INDEX visit_day",
    ],
)
def test_lists_that_another_version_made_are_made_anew_at_the_start(
    make_desk: Make, tmp_path: Path, change: str
) -> None:
    desk = make_desk("A", bare=False)
    parts.listed(desk, "1")
    desk.do(CheckIn(on="unit/1"))
    rows = parts.rows(desk)
    shape = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    with desk.database.write() as sql:
        before = sql.exec_driver_sql(shape).all()
        sql.exec_driver_sql(change)
        sql.exec_driver_sql("UPDATE local SET value='0' WHERE key='derived'")
    desk.database.close()

    again = open_site(tmp_path / "A", parts.TestClock())

    with again.database.read() as sql:
        assert sql.exec_driver_sql(shape).all() == before
    assert parts.rows(again) == rows and verify(again).clean
    again.do(CheckIn(on="unit/1", again=True))
    again.database.close()


# -- damage --------------------------------------------------------------------------------------------------


@pytest.fixture
def damaged(make_desk: Make, tmp_path: Path) -> Path:
    """A file of some hundred records, the second half of its pages overwritten."""
    desk = make_desk("A", bare=False)
    parts.listed(desk, *map(str, range(300)))
    for n in range(100):
        desk.do(AddRemark(on=f"unit/{n}", text="x" * 200))
    desk.database.close()
    path = tmp_path / "A" / FILE
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xa5" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    return path


def test_a_damaged_file_is_said_and_left_for_those_who_can_mend_it(damaged: Path) -> None:
    before = damaged.read_bytes()
    with pytest.raises(Trouble) as said:
        desk = open_site(damaged.parent, parts.TestClock())
        try:
            desk.rebuild()
        finally:
            desk.database.close()

    assert said.value == Trouble("database_damaged", file=str(damaged))
    assert damaged.read_bytes() == before


def test_verify_says_of_a_damaged_file_what_is_wrong(damaged: Path) -> None:
    desk = open_site(damaged.parent, parts.TestClock())

    report = verify(desk)

    assert not report.clean and report.file
    desk.database.close()


def test_what_can_still_be_read_of_a_damaged_file_reaches_other_laptops(damaged: Path, make_desk: Make) -> None:
    """Its log is in the first half, and nothing stops it from being passed on."""
    desk = open_site(damaged.parent, parts.TestClock())
    other = make_desk("B", site=desk.site)
    try:
        lines = desk.after({})
    except Trouble as said:
        assert said.key == "database_damaged"
    else:
        assert other.receive(lines) == len(lines)
    desk.database.close()


# -- a full disk ---------------------------------------------------------------------------------------------


def test_a_full_disk_refuses_the_action_and_loses_nothing(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    parts.listed(desk, "1")
    pages = asked(desk.database, "page_count")[0]
    with desk.database.write() as sql:
        sql.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    done: list[str] = []
    with pytest.raises(Trouble) as said:
        for n in range(2000):
            desk.do(AddRemark(on="unit/1", text=f"{n} " + "x" * 1000))
            done.append(str(n))

    assert said.value.key == "disk_full" and Words().say(said.value).startswith("The disk is full.")
    assert [text.split()[0] for text in remarks(desk)] == done
    assert desk.vector()["laptop-A"][0] == 2 + len(done)
    with pytest.raises(Trouble, match="disk_full"):
        desk.do(AddRemark(on="unit/1", text="x" * 8000))

    with desk.database.write() as sql:  # somebody made room
        sql.exec_driver_sql("PRAGMA max_page_count=1000000")
    desk.do(AddRemark(on="unit/1", text="last"))
    assert remarks(desk)[-1] == "last" and verify(desk).clean


def test_a_full_disk_while_receiving_or_rebuilding_leaves_everything_as_it_was(make_desk: Make) -> None:
    desk, pen = make_desk("A", bare=False), parts.Pen()
    parts.listed(desk, "1")
    before = parts.rows(desk)
    for n in range(300):
        pen.write(AddRemark(on="unit/1", text=f"{n}" * 300))
    with desk.database.write() as sql:
        sql.exec_driver_sql(f"PRAGMA max_page_count={asked(desk.database, 'page_count')[0] + 2}")

    with pytest.raises(Trouble, match="disk_full"):
        desk.receive(pen.lines)

    assert (parts.rows(desk), desk.vector().keys()) == (before, {"laptop-A"})
    with desk.database.write() as sql:
        sql.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert desk.receive(pen.lines) == 300 and verify(desk).clean


LIMITED = """
import resource, sys
import parts
from pathlib import Path
from app.errors import Trouble
from app.site import open_site
from app.stations.notes import AddRemark
desk = open_site(Path(sys.argv[1]), parts.TestClock(step=1))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    while True:
        print(desk.do(AddRemark(on="unit/1", text="x" * 500)).id, flush=True)
except Trouble as said:
    print(said.key, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(desk.do(AddRemark(on="unit/1", text="there is room again")).id, flush=True)
"""

UNIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")


def child(program: str, *args: object) -> list[str]:
    """What a program of its own prints."""
    found = os.pathsep.join(map(str, (Path(__file__).parents[2], Path(__file__).parents[1])))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *map(str, args)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": found},
    )
    assert done.stderr == "", done.stderr
    return done.stdout.split()


@UNIX
def test_a_disk_that_takes_no_more_bytes_stops_the_desk_with_a_sentence_until_it_does(
    make_desk: Make, tmp_path: Path
) -> None:
    make_desk("A", bare=False).database.close()

    *done, key, after = child(LIMITED, tmp_path / "A", 2_000_000)

    assert done and key in ("disk_full", "database_trouble")
    desk = open_site(tmp_path / "A", parts.TestClock())
    assert [entry.id for entry in desk.history("unit/1")] == [*done, after]
    assert verify(desk).clean
    desk.database.close()


# -- a folder that cannot be written -------------------------------------------------------------------------


READ_ONLY = """
import os, sys
from pathlib import Path
import parts
from app.database import Database
from app.errors import Trouble
from app.site import FILE
from app.stations.notes import AddRemark
if os.getuid() == 0:
    os.setuid(65534)  # root may write anywhere
try:
    desk = parts.seated(Database(Path(sys.argv[1]) / FILE), "A")
    desk.do(AddRemark(on="unit/1", text="x"))
except Trouble as said:
    print(said.key)
"""


@UNIX
@pytest.mark.parametrize("closed", [0o555, 0o000])
def test_a_folder_that_may_not_be_written_is_said_and_works_when_it_may(
    make_desk: Make, tmp_path: Path, closed: int
) -> None:
    desk = make_desk("A", bare=False)
    parts.listed(desk, "1")
    desk.database.close()
    for folder in (tmp_path, *tmp_path.parents[:3]):
        os.chmod(folder, 0o755)
    os.chmod(tmp_path / "A" / FILE, 0o444)
    os.chmod(tmp_path / "A", closed)

    assert child(READ_ONLY, tmp_path / "A") == ["folder_read_only"]

    os.chmod(tmp_path / "A", 0o755)
    os.chmod(tmp_path / "A" / FILE, 0o644)
    again = open_site(tmp_path / "A", parts.TestClock())
    again.do(CheckIn(on="unit/1"))
    assert verify(again).clean
    again.database.close()


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "full").write_text("I am a file.")

    for path in (tmp_path / "full" / FILE, tmp_path / "full" / "deep" / FILE):
        with pytest.raises(Trouble) as said:
            Database(path)
        assert said.value == Trouble("folder_read_only", file=str(path))


def test_a_folder_that_vanishes_is_said(make_desk: Make, tmp_path: Path) -> None:
    desk = make_desk("A", bare=False)
    desk.database.engine.dispose()
    (tmp_path / "A").rename(tmp_path / "elsewhere")

    with pytest.raises(Trouble, match="folder_read_only"):
        desk.state("unit/unheard")

    (tmp_path / "elsewhere").rename(tmp_path / "A")
    assert desk.state("unit/unheard").visits == {}


# -- others, and ourselves -----------------------------------------------------------------------------------


def test_a_file_that_another_program_holds_is_said_and_works_when_it_lets_go(make_desk: Make, tmp_path: Path) -> None:
    desk = make_desk("A", bare=False)
    with desk.database.write() as sql:
        sql.exec_driver_sql("PRAGMA busy_timeout=1")
    other = sqlite().connect(str(tmp_path / "A" / FILE), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Trouble, match="database_busy"):
        desk.do(AddRemark(on="unit/1", text="x"))

    other.execute("ROLLBACK")
    other.close()
    desk.do(AddRemark(on="unit/1", text="x"))
    assert remarks(desk) == ["x"]


def test_our_own_mistake_is_no_trouble_of_the_world_and_is_undone(make_desk: Make) -> None:
    database = make_desk("A", bare=False).database

    with pytest.raises(Exception, match="UNIQUE") as wrong, database.write() as sql:
        sql.exec_driver_sql("INSERT INTO local VALUES ('', 'mine', '1')")
        sql.exec_driver_sql("INSERT INTO local VALUES ('', 'mine', '2')")

    assert not isinstance(wrong.value, Trouble)
    with database.read() as sql:
        assert sql.exec_driver_sql("SELECT count(*) FROM local WHERE key='mine'").scalar_one() == 0


def test_whatever_rises_in_a_write_undoes_all_of_it(make_desk: Make) -> None:
    database = make_desk("A").database

    with pytest.raises(KeyboardInterrupt), database.write() as sql:
        sql.exec_driver_sql("INSERT INTO local VALUES ('', 'mine', '1')")
        raise KeyboardInterrupt

    with database.write() as sql:
        assert sql.exec_driver_sql("SELECT count(*) FROM local WHERE key='mine'").scalar_one() == 0


def test_a_disk_in_the_way_of_a_write_is_the_world_s_whoever_meets_it(make_desk: Make) -> None:
    database = make_desk("A").database

    with pytest.raises(Trouble, match="disk_full"), database.write() as sql:
        sql.exec_driver_sql("INSERT INTO local VALUES ('', 'mine', '1')")
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(28, "No space left on device", "/home/x"), "disk_full"),
        (OSError(122, "Disk quota exceeded"), "disk_full"),
        (sqlite3.OperationalError("database or disk is full"), "disk_full"),
        (PermissionError(13, "Permission denied", "/home/fullerton/site.db"), "folder_read_only"),
        (OSError(30, "Read-only file system", "/locked/full"), "folder_read_only"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "folder_read_only"),
        (sqlite3.OperationalError("unable to open database file"), "folder_read_only"),
        (sqlite3.DatabaseError("database disk image is malformed"), "database_damaged"),
        (sqlite3.DatabaseError("file is not a database"), "database_damaged"),
        (sqlite3.OperationalError("no such table: line"), "database_damaged"),
        (sqlite3.OperationalError("database is locked"), "database_busy"),
        (sqlite3.OperationalError("disk I/O error"), "database_trouble"),
        (OSError(5, "Input/output error", "/x"), "database_trouble"),
    ],
)
def test_what_is_in_the_way_has_its_sentence(error: Exception, key: str) -> None:
    said = trouble(error, Path("/data/site.db"))

    assert said.key == key and key in SENTENCES
    assert "{" not in Words().say(said)
