"""Whatever is damaged, `verify` finds and names; what is only strange or not here yet is no damage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import parts
import pytest

from app import tables
from app.desk import Desk
from app.log.operation import Override
from app.log.wire import next_chain
from app.stations.arrival import CheckIn
from app.stations.day import IssueDay
from app.stations.draw import FreezeDraw
from app.stations.gifts import GiveGift
from app.stations.inspection import LogDefect, StartInspection
from app.stations.notes import AddRemark
from app.stations.photos import AddPhoto
from app.stations.results import GiveKeys, RecordResult
from app.stations.roster import ListPart, ListUnit
from app.stations.site import Configure, GiftKind, OpenDesk, SetPerson
from app.verify import DIFFERENCES, FAULTS, Difference, Doubled, Fault, Report, sentences, verify
from app.words import Words

Make = Callable[..., Desk]


@pytest.fixture
def desk(make_desk: Make) -> Desk:
    """A desk with rows in every list, its own and another one's."""
    desk = make_desk("A", bare=False)
    desk.do(OpenDesk(on="desk/laptop-A", letter="A"))
    desk.do(SetPerson(on="person/p", name="Lam Mei", initials="lm"), override=parts.LEAD)
    desk.do(ListPart(on="roster/v", number=1))
    units = parts.listed(desk, "1", "2", "3", reasons=("E01",), ids=("h",))
    desk.do(*(CheckIn(on=unit) for unit in units))
    lead = Override(who="Ho", why="the morning's rush", role="lead")
    desk.do(Configure(on="site", gifts={"umbrella": GiftKind()}), override=lead)
    found = desk.do(StartInspection(on=units[0]), LogDefect(on=units[0], code="WAL01"),
                    RecordResult(on=units[0], code="A"), GiveKeys(on=units[0], sets={"entrance": 5}),
                    GiveGift(on=units[0], kind="umbrella"), override=lead)
    desk.do(AddPhoto(on=units[0], defect=found.id, sha256="a" * 64, size=1))
    desk.do(FreezeDraw(on="draw/d", name="First", entries=("A0001",), seed="0f"),
            IssueDay(on="report/2026-06-20", figures={"due_all": 3}, as_known=0), override=lead)
    pen = parts.Pen()
    pen.write(AddRemark(on="unit/1", text="x"))
    pen.write(CheckIn(on="unit/2", number="Z001", day="2026-06-19"))
    desk.receive(pen.lines)
    return desk


def spoil(desk: Desk, statement: str, *values: Any) -> None:
    with desk.database.write() as sql:
        assert sql.exec_driver_sql(statement, values).rowcount


def test_a_sound_desk_is_clean_and_the_report_says_what_was_checked(desk: Desk) -> None:
    report = verify(desk)

    assert report.clean
    assert (report.entries, report.desks, report.slips, report.unsettled) == (12, 2, 1, 0)
    assert report.rows.keys() == {table.name for table in tables.DERIVED_TABLES}
    assert all(report.rows.values())
    assert report.rows == {name: len(rows) for name, rows in parts.rows(desk).items()}
    assert report.subjects == 9
    said = sentences(report, Words())
    assert said[0] == "12 records of 2 desks: numbers, chain and subjects checked."
    assert said[-1] == "Everything is as it should be."


def test_an_empty_desk_is_clean(make_desk: Make) -> None:
    assert verify(make_desk("A")).clean


@pytest.mark.parametrize("table", tables.DERIVED_TABLES, ids=lambda table: table.name)
def test_a_row_that_is_missing_is_found(desk: Desk, table: Any) -> None:
    key = parts.rows(desk, table.name)[table.name][0][1 : len(table.primary_key)]
    where = " AND ".join(f'"{column.name}"=?' for column in table.primary_key)
    spoil(desk, f"DELETE FROM {table.name} WHERE {where}", desk.site, *key)

    report = verify(desk)

    assert not report.clean
    assert report.differences == (Difference(table.name, key, "missing"),)


VALUED = [table for table in tables.DERIVED_TABLES if len(table.c) > len(table.primary_key)]


@pytest.mark.parametrize("table", VALUED, ids=lambda table: table.name)
def test_a_row_that_was_changed_is_found(desk: Desk, table: Any) -> None:
    row = parts.rows(desk, table.name)[table.name][-1]
    changed = next(column for column in table.c if not column.primary_key)
    where = " AND ".join(f'"{column.name}"=?' for column in table.primary_key)
    key = row[1 : len(table.primary_key)]
    spoil(desk, f"UPDATE {table.name} SET \"{changed.name}\"='0' WHERE {where}", desk.site, *key)

    assert verify(desk).differences == (Difference(table.name, key, "changed"),)


@pytest.mark.parametrize("owner", ["0", "15", "~"])
@pytest.mark.parametrize("table", tables.DERIVED_TABLES, ids=lambda table: table.name)
def test_a_row_that_should_not_be_there_is_found_wherever_it_stands(desk: Desk, table: Any, owner: str) -> None:
    key = parts.plant(desk, table, owner=owner)

    assert verify(desk).differences == (Difference(table.name, key, "extra"),)


def test_a_rebuild_mends_every_list(desk: Desk) -> None:
    for table in tables.DERIVED_TABLES:
        parts.plant(desk, table)
    spoil(desk, "DELETE FROM search_key WHERE unit='2'")
    spoil(desk, "UPDATE household SET owners='nobody'")
    report = verify(desk)
    assert report.different > len(tables.DERIVED_TABLES)
    assert "`rebuild` makes the lists anew" in sentences(report, Words())[-1]

    desk.rebuild()

    assert verify(desk).clean


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        (
            "UPDATE line SET data=CAST(replace(data, 'x', 'y') AS BLOB) WHERE desk='laptop-Z' AND n=1",
            {("laptop-Z", 1, "chain")},
        ),
        (
            "UPDATE line SET chain=x'00' WHERE desk='laptop-Z' AND n=1",
            {("laptop-Z", 1, "chain"), ("laptop-Z", 2, "chain")},
        ),
        (
            "UPDATE line SET chain=x'00' WHERE desk='laptop-Z' AND n=2",
            {("laptop-Z", 2, "chain"), ("laptop-Z", 2, "head")},
        ),
        (
            "UPDATE line SET data='{' WHERE desk='laptop-Z' AND n=2",
            {("laptop-Z", 2, "chain"), ("laptop-Z", 2, "unreadable")},
        ),
        ("UPDATE line SET id='another' WHERE desk='laptop-Z' AND n=2", {("laptop-Z", 2, "number")}),
        (
            "DELETE FROM line WHERE desk='laptop-Z' AND n=1",
            {("laptop-Z", 1, "gap"), ("laptop-Z", 1, "touches")},
        ),
        (
            "DELETE FROM line WHERE desk='laptop-Z' AND n=2",
            {("laptop-Z", 2, "gap"), ("laptop-Z", 2, "touches")},
        ),
        (
            "DELETE FROM line WHERE desk='laptop-Z'",
            {("laptop-Z", 1, "gap"), ("laptop-Z", 1, "touches"), ("laptop-Z", 2, "touches")},
        ),
        (
            "UPDATE line SET n=9 WHERE desk='laptop-Z' AND n=2",
            {
                ("laptop-Z", 2, "gap"),
                ("laptop-Z", 2, "touches"),
                ("laptop-Z", 9, "number"),
                ("laptop-Z", 9, "touches"),
                ("laptop-Z", 9, "head"),
            },
        ),
        ("DELETE FROM head WHERE desk='laptop-Z'", {("laptop-Z", 2, "head")}),
        ("UPDATE head SET n=1 WHERE desk='laptop-Z'", {("laptop-Z", 2, "head")}),
        ("UPDATE head SET n=3 WHERE desk='laptop-Z'", {("laptop-Z", 3, "gap")}),
        ("UPDATE head SET chain=x'00' WHERE desk='laptop-Z'", {("laptop-Z", 2, "head")}),
        ("DELETE FROM touches WHERE desk='laptop-Z' AND n=1", {("laptop-Z", 1, "touches")}),
        ("UPDATE touches SET subject='unit/3' WHERE desk='laptop-Z' AND n=1", {("laptop-Z", 1, "touches")}),
        ("INSERT INTO touches VALUES ('site1', 'unit/3', 'laptop-Z', 1)", {("laptop-Z", 1, "touches")}),
        (
            "INSERT INTO touches VALUES ('site1', 'unit/3', 'nobody', 1)",
            {("nobody", 0, "head"), ("nobody", 1, "touches")},
        ),
    ],
)
def test_a_record_that_is_not_as_it_was_written_is_found(desk: Desk, statement: str, faults: set[Any]) -> None:
    spoil(desk, statement)

    report = verify(desk)

    assert not report.clean
    assert {msgspec.structs.astuple(fault) for fault in report.faults} == faults


def test_a_changed_record_does_not_hide_behind_a_chain_made_to_fit(desk: Desk) -> None:
    """Whoever changes a line and its chain has to change all that follow, on every laptop."""
    data = b'{"id":"forged","desk":"laptop-Z","n":1,"at":1}'
    first = parts.Pen().put(data, "forged")
    spoil(desk, "UPDATE line SET data=?, chain=?, id='forged' WHERE desk='laptop-Z' AND n=1", data, first.chain)

    assert Fault("laptop-Z", 2, "chain") in verify(desk).faults


def test_a_drill_s_records_in_the_real_site_are_found(desk: Desk) -> None:
    line = parts.Pen("drill", "laptop-D").write(AddRemark(on="unit/1", text="x"))
    with desk.database.write() as sql:
        sql.exec_driver_sql(
            "INSERT INTO line VALUES ('site1', 'laptop-D', 1, ?, ?, ?, 0)", (line.id, line.data, line.chain)
        )
        sql.exec_driver_sql("INSERT INTO head VALUES ('site1', 'laptop-D', 1, ?)", (line.chain,))
        sql.exec_driver_sql("INSERT INTO touches VALUES ('site1', 'unit/1', 'laptop-D', 1)")
    assert line.chain != next_chain(b"", line.data)

    assert verify(desk).faults == (Fault("laptop-D", 1, "chain"),)


def test_a_slip_of_an_entry_that_is_not_here_is_found(desk: Desk) -> None:
    spoil(desk, "UPDATE slip SET entry='nothing'")

    report = verify(desk)

    assert (report.clean, report.stray_slips) == (False, ("nothing",))


def test_a_number_that_two_laptops_gave_is_found(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    one, two = parts.listed(desk, "1", "2")
    desk.do(CheckIn(on=one))
    pen = parts.Pen(letter="A")
    pen.write(CheckIn(on=two, number="A001", day="2026-06-20", draw="A0001"))
    pen.write(CheckIn(on=two, number="A001", day="2026-06-21"))  # another day
    desk.receive(pen.lines)

    report = verify(desk)

    assert report.doubled == (Doubled("A0001", ""), Doubled("A001", "2026-06-20"))
    assert not report.clean


def test_where_a_record_cannot_be_read_nothing_is_compared_and_that_is_said(desk: Desk) -> None:
    spoil(desk, "UPDATE line SET data='{' WHERE desk='laptop-Z' AND n=2")

    report = verify(desk)

    assert report.rows == {} and not report.clean
    assert "The lists could not be compared: a record cannot be read." in sentences(report, Words())


def test_a_damaged_page_is_found(desk: Desk) -> None:
    """An index that does not fit its table: SQLite itself knows."""
    with desk.database.write() as sql:
        sql.exec_driver_sql("PRAGMA writable_schema=ON")
        sql.exec_driver_sql(
            "UPDATE sqlite_master SET sql=replace(sql, '(site, code)', '(site, building)') WHERE name='household_code'"
        )
        sql.exec_driver_sql("PRAGMA writable_schema=RESET")

    report = verify(desk)

    assert not report.clean and "household_code" in " ".join(report.file)


def test_what_was_received_and_not_worked_out_yet_is_no_damage(desk: Desk) -> None:
    pen = parts.Pen(desk="laptop-Y")
    pen.write(ListUnit(on="unit/1", version="w", owners=("王小明",)), AddRemark(on="unit/new", text="x"))
    desk.receive(pen.lines, settle=False)

    report = verify(desk)

    assert (report.clean, report.unsettled) == (True, 2)


def test_what_waits_for_its_predecessors_and_what_a_newer_program_wrote_are_no_damage(desk: Desk) -> None:
    pen = parts.Pen(desk="newer")
    pen.write({"do": "Levitate", "on": "unit/1"}, {"do": "Hoist", "on": "crane/7"}, saw={"unit/1": ["not here yet"]})
    desk.receive(pen.lines)

    report = verify(desk)

    assert (report.clean, report.unknown, report.waiting) == (True, 2, 1)


def test_thousands_of_differences_are_counted_and_the_first_hundred_named(desk: Desk) -> None:
    with desk.database.write() as sql:
        sql.exec_driver_sql("INSERT INTO same_owner VALUES " + ",".join(f"('site1','m{n}','1')" for n in range(3000)))

    report = verify(desk)

    assert (report.different, len(report.differences)) == (3000, 100)
    assert "… and 2900 more." in sentences(report, Words())


def test_a_report_is_of_one_moment_and_changes_nothing(desk: Desk, make_desk: Make) -> None:
    before = parts.rows(desk), desk.vector()
    other = make_desk("A")

    assert verify(desk).clean
    other.do(AddRemark(on="unit/1", text="meanwhile"))

    assert parts.rows(desk, "spent") == {"spent": before[0]["spent"]}
    assert verify(desk).clean


def test_every_finding_has_its_sentence_and_the_report_can_be_printed(desk: Desk) -> None:
    sound = verify(desk)
    worst = msgspec.structs.replace(
        sound,
        clean=False,
        unknown=1,
        waiting=1,
        unsettled=1,
        different=len(DIFFERENCES),
        faulty=len(FAULTS) + 7,
        differences=tuple(Difference("visit", ("1", "e1"), what) for what in DIFFERENCES),
        faults=tuple(Fault("laptop-Z", 3, what) for what in FAULTS),
        file=("row 3 missing",),
        stray_slips=("e9",),
        doubled=(Doubled("A001", "2026-06-20"), Doubled("A0001", "")),
    )

    said = sentences(worst, Words())

    assert len(said) == 3 + 3 + 1 + len(DIFFERENCES) + len(FAULTS) + 1 + 1 + 2 + 1
    assert not [line for line in said if "{" in line]
    assert msgspec.json.decode(msgspec.json.encode(worst), type=Report) == worst
