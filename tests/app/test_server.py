"""The log of a site, or of many, on a PostgreSQL server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import members
import parts
import pytest
from parts import until
from postgres import Postgres

from app.cli import main
from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Trouble
from app.server import Server
from app.site import beside, new_site, open_on_server, open_site
from app.stations.arrival import CheckIn
from app.stations.notes import AddRemark
from app.stations.site import BeMain
from app.sync import hub as hubs
from app.sync.far import Far, join
from app.sync.hub import Hub
from app.sync.member import Keys, Member
from app.sync.swap import swap
from app.tables import DERIVED
from app.verify import verify

ROOT = Path(__file__).parents[2]
ENV = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}


def made(folder: Path, *codes: str) -> None:
    """A site in a file, as it was before anybody thought of a server."""
    desk = members.first(folder, *codes).desk
    desk.do(CheckIn(on=f"unit/{codes[0] if codes else '1-1-101'}"))
    desk.database.close()


def opened(folder: Path, url: str) -> Desk:
    desk = open_on_server(folder, parts.TestClock(step=1), url)
    desk.operator = Operator("Ho", "lead")
    return desk


@contextmanager
def on_server(folder: Path, url: str) -> Iterator[Desk]:
    desk = opened(folder, url)
    try:
        yield desk
    finally:
        desk.close()


def remark(desk: Desk, text: str, unit: str = "1-1-101") -> str:
    return desk.do(AddRemark(on=f"unit/{unit}", text=text)).id


def shown(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    return parts.rows(desk)


def test_what_the_file_held_goes_to_the_server_and_nothing_more_is_written_into_the_file(
    tmp_path: Path, server: str
) -> None:
    made(tmp_path)
    before = open_site(tmp_path / "A", Clock())
    rows, lines = shown(before), before.after({})
    before.database.close()

    with on_server(tmp_path / "A", server) as desk:
        assert desk.after({}) == lines and shown(desk) == rows and verify(desk).clean
        remark(desk, "on the server")
    with on_server(tmp_path / "A", server) as desk:
        assert desk.state("unit/1-1-101").remarks and verify(desk).clean
    with pytest.raises(Trouble) as told:
        open_site(tmp_path / "A", Clock())
    assert told.value.key == "kept_on_server"


def test_a_move_to_the_server_that_was_cut_off_goes_on(tmp_path: Path, server: str) -> None:
    made(tmp_path)
    file = open_site(tmp_path / "A", Clock())
    lines = file.after({})
    half = Server(server, file.site, file.home)
    parts.seated(half, "A", site=file.site).receive(lines[:2])
    half.close()

    with on_server(tmp_path / "A", server) as desk:
        assert desk.after({}) == lines and verify(desk).clean


def test_a_server_keeps_whatever_a_file_keeps(tmp_path: Path, server: str) -> None:
    made(tmp_path)
    pen = parts.Pen(desk="laptop-Z")
    pen.write({"do": "AddRemark", "on": "unit/1-1-101", "text": "a\0b % ? 陈静雯 %s"}, by="x\0y")
    pen.write({"do": "CheckIn", "on": "unit/1-1-102", "party": 2**52, "again": True})
    pen.write({"do": "Levitate", "on": "unit/1-1-102"})
    with on_server(tmp_path / "A", server) as desk:
        assert desk.receive(pen.lines) == 3
        assert verify(desk).clean
        desk.rebuild()
        assert verify(desk).clean and [line.data for line in desk.after({}) if line.desk == "laptop-Z"] == [
            line.data for line in pen.lines]


def test_another_process_that_writes_is_seen_at_once(tmp_path: Path, server: str) -> None:
    first = members.first(tmp_path)
    members.joined(first, tmp_path).desk.database.close()
    first.desk.database.close()
    with on_server(tmp_path / "A", server) as one, on_server(tmp_path / "B", server) as other:
        for n in range(6):
            remark((one, other)[n % 2], str(n))
            assert [len(desk.state("unit/1-1-101").remarks) for desk in (one, other)] == [n + 1] * 2
        assert beside(one) == beside(other) == {one.id, other.id}
        assert shown(one) == shown(other) and verify(one).clean


def test_two_processes_that_write_about_one_unit_leave_it_as_the_records_say(
    tmp_path: Path, server: str, counts: Callable[[int, int], int]
) -> None:
    first = members.first(tmp_path)
    members.joined(first, tmp_path).desk.database.close()
    first.desk.database.close()
    opened(tmp_path / "A", server).close()
    program = [sys.executable, str(ROOT / "tests" / "serverwriter.py")]
    writers = [subprocess.Popen([*program, str(tmp_path / letter), server, str(counts(4, 60)),
                                 str(tmp_path / f"done {letter}")], cwd=ROOT, env=ENV) for letter in ("A", "B")]
    assert [writer.wait(counts(60, 180)) for writer in writers] == [0, 0]
    done = [id for letter in "AB" for id in (tmp_path / f"done {letter}").read_text().split()]
    with on_server(tmp_path / "A", server) as desk:
        held = Counter(line.id for line in desk.after({}, 1 << 30))
        assert len(done) > 100 and not [id for id in done if held[id] != 1] and max(held.values()) == 1
        report = verify(desk)
        assert report.clean and not report.unsettled
        before = shown(desk)
        desk.rebuild()
        assert shown(desk) == before


@contextmanager
def hub_process(where: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A main computer as a process of its own: it, its address, and a code."""
    with subprocess.Popen([sys.executable, "-m", "ui", "hub", *where, "--language", "en", "--listen", "127.0.0.1:0",
                           "--invite"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as hub:
        assert hub.stdout is not None
        port = re.search(r"port (\d+)\.", hub.stdout.readline())
        code = hub.stdout.readline().rpartition(" ")[2].strip()
        assert port
        yield hub, f"127.0.0.1:{port[1]}", code
        hub.send_signal(signal.SIGTERM)
        assert hub.wait(20) == 0


def test_who_waits_at_one_process_hears_of_what_came_to_another(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "WAIT", 20.0)
    first = members.first(tmp_path)
    members.joined(first, tmp_path).desk.database.close()
    first.desk.database.close()
    with (hub_process(["--data", str(tmp_path / "A"), "--database", server]) as (_, near, code),
          on_server(tmp_path / "B", server) as other):
        away = Hub(Member(other), "127.0.0.1")
        away.start()
        laptop = Member(join(tmp_path / "C", Clock(), near, code))
        giving, waiting = Far(near, laptop.keys), Far(f"127.0.0.1:{away.port}", laptop.keys)
        swap(laptop, giving)
        until(lambda: waiting.vector() == laptop.vector())
        heard: list[float] = []
        begun = time.monotonic()
        waiter = threading.Thread(target=lambda: (waiting.wait(laptop.vector()), heard.append(time.monotonic())))
        waiter.start()
        time.sleep(0.5)
        laptop.desk.operator = Operator("Lam", "desk")
        remark(laptop.desk, "news")
        swap(laptop, giving)
        waiter.join(20)
        assert 0.5 < heard[0] - begun < 5
        assert waiting.vector() == laptop.vector()
        for far in (giving, waiting):
            far.close()
        away.stop()
        laptop.desk.database.close()


def test_of_many_sites_in_one_database_each_sees_its_own(tmp_path: Path, server: str) -> None:
    for name in ("one", "two"):
        new_site(tmp_path / name, Clock(), name=name, zone=parts.ZONE).database.close()
    with on_server(tmp_path / "one", server) as one, on_server(tmp_path / "two", server) as two:
        for desk, unit in ((one, "1-1-101"), (two, "1-1-101"), (two, "1-1-102")):
            parts.listed(desk, unit)
            desk.do(CheckIn(on=f"unit/{unit}"))
        held = shown(two)
        one.rebuild()
        while one.settle():
            pass
        assert shown(two) == held and verify(two).clean and verify(one).clean
        assert {line.desk for line in one.after({}, 1000)} == {one.id}
        assert not one.state("unit/1-1-102").visits and one.entry(two.after({})[0].id) is None
        hub = Hub(Member(two), "127.0.0.1")
        hub.start()
        for keys in (Member(one).keys, Keys(site=Member(two).keys.site)):
            far = Far(f"127.0.0.1:{hub.port}", keys)
            with pytest.raises(Trouble) as told:
                far.after({})
            assert told.value.key in ("hub_strange", "not_a_member")
            far.close()
        hub.stop()


def test_a_server_that_is_restarted_loses_nothing_that_was_acknowledged(tmp_path: Path, postgres: Postgres) -> None:
    made(tmp_path)
    with on_server(tmp_path / "A", postgres.new()) as desk:
        hub = Hub(Member(desk), "127.0.0.1")
        hub.start()
        laptop = Member(join(tmp_path / "C", Clock(), f"127.0.0.1:{hub.port}", hub.open_invite().code))
        laptop.desk.operator = Operator("Lam", "desk")
        far = Far(f"127.0.0.1:{hub.port}", laptop.keys)
        swap(laptop, far)
        remark(laptop.desk, "before")
        swap(laptop, far)
        postgres.stop()
        remark(laptop.desk, "without a server")
        with pytest.raises(Trouble) as told:
            swap(laptop, far)
        assert told.value.key == "server_trouble"
        postgres.start()
        swap(laptop, far)
        until(lambda: not desk.settle())
        assert [len(side.state("unit/1-1-101").remarks) for side in (desk, laptop.desk)] == [2, 2]
        assert verify(desk).clean
        far.close()
        hub.stop()
        laptop.desk.database.close()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("nonsense", "server_url"),
        ("mysql://x@y/z", "server_url"),
        ("postgresql://x@y/z", "server_url"),
        ("postgresql+psycopg://x:secret@127.0.0.1:1/z", "server_trouble"),
    ],
)
def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path, url: str, key: str) -> None:
    made(tmp_path)
    with pytest.raises(Trouble) as told:
        open_on_server(tmp_path / "A", Clock(), url)
    assert told.value.key == key and "secret" not in str(told.value)
    desk = open_site(tmp_path / "A", Clock())  # nothing was moved
    desk.database.close()


def test_a_database_of_another_program_or_of_a_newer_one_is_left_as_it_is(tmp_path: Path, server: str) -> None:
    made(tmp_path)
    with on_server(tmp_path / "A", server) as desk, desk.database.write() as sql:
        sql.exec_driver_sql("UPDATE local SET value='99' WHERE site='' AND key='schema'")
    with pytest.raises(Trouble) as told:
        opened(tmp_path / "A", server)
    assert told.value.key == "server_newer"
    with on_server_raw(tmp_path, server) as sql:
        sql.exec_driver_sql("DROP TABLE local")
    with pytest.raises(Trouble) as told:
        opened(tmp_path / "A", server)
    assert told.value.key == "server_foreign"


@contextmanager
def on_server_raw(folder: Path, url: str) -> Iterator[object]:
    """A connection as somebody has who looks after the server."""
    from sqlalchemy import create_engine

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as sql:
        yield sql
    engine.dispose()


def test_tables_of_an_older_program_are_made_anew_for_every_site(tmp_path: Path, server: str) -> None:
    for name in ("one", "two"):
        new_site(tmp_path / name, Clock(), name=name, zone=parts.ZONE).database.close()
        with on_server(tmp_path / name, server) as desk:
            parts.listed(desk, "1-1-101")
    with on_server_raw(tmp_path, server) as sql:
        sql.exec_driver_sql(f"UPDATE local SET value='{DERIVED - 1}' WHERE key='derived'")
        sql.exec_driver_sql("ALTER TABLE household DROP COLUMN since")
    for name in ("two", "one"):
        with on_server(tmp_path / name, server) as desk:
            assert verify(desk).clean and len(shown(desk)["household"]) == 1


def test_by_its_commands(tmp_path: Path, server: str, capsys: pytest.CaptureFixture[str]) -> None:
    new_site(tmp_path / "A", Clock(), name="Sample Court", zone=parts.ZONE).database.close()
    where = ["--data", str(tmp_path / "A"), "--language", "en", "--database", server]
    with hub_process([*where[:2], *where[4:]]) as (hub, address, code):
        join(tmp_path / "B", Clock(), address, code).database.close()
        with on_server(tmp_path / "B", server) as second:  # a second computer on the same server
            assert second.state("site").main in beside(second)
            time.sleep(1.5)
            assert hub.poll() is None
            second.do(BeMain(on="site", address=""))
            time.sleep(1.5)
            assert hub.poll() is None  # both serve
    assert main(["verify", *where]) == 0
    assert "kept by PostgreSQL" in capsys.readouterr().out
    assert main(["rebuild", *where]) == 0 and main(["summary", *where]) == 0
    assert main(["verify", *where[:4]]) == 1
    assert "--database" in capsys.readouterr().err
