"""A day's file, done again: every verb, what desks know of each other, and lines that cannot be done."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import parts
import pytest

from app.cli import main
from app.clock import Clock
from app.desk import Desk
from app.errors import Trouble
from app.log.operation import Entry
from app.replay.into import Played, replay
from app.replay.script import MAY, NEEDS
from app.site import exists, new_site, open_site
from app.stations.arrival import CheckIn
from app.stations.gifts import GiveGift
from app.stations.roster import RenameUnit
from app.stations.site import GiftKind
from app.summary.report import day_report
from app.unit import Unit
from app.verify import verify
from app.words import LANGUAGES, Words

ROOT = Path(__file__).parents[3]
Said = dict[str, Any]


def say(do: str, at: str = "09:00", unit: str = "3-2-1702", **more: Any) -> Said:
    """One line of a day in June."""
    return {"at": at if "T" in at else f"2026-06-20T{at}", "do": do, "unit": unit, **more}


ADD = say("add_unit", "08:00", owners=["陈静雯"], phones=["15400001111"], building="3")
CAME = say("check_in", "09:05", party=3)


def written(file: Path, *lines: Said | str) -> Path:
    """The file of a day."""
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., Played]:
    """`play(line, …)`: those lines into this test's site."""
    return lambda *lines: replay(tmp_path / "site", written(tmp_path / "day.jsonl", *lines))


@pytest.fixture
def site(tmp_path: Path) -> Callable[[], Any]:
    """`with site() as desk`: the site's own desk afterwards."""

    @contextmanager
    def opened() -> Iterator[Desk]:
        desk = open_site(tmp_path / "site", Clock())
        with closing(desk.database):
            yield desk

    return opened


def done(desk: Desk, unit: str = "3-2-1702") -> list[Entry]:
    """What happened to a unit."""
    return desk.history(f"unit/{unit}")


def unit_of(desk: Desk, unit: str = "3-2-1702") -> Unit:
    """A unit's state."""
    found: Unit = desk.state(f"unit/{unit}")
    return found


# -- every verb ------------------------------------------------------------------------------------------


def test_a_whole_visit_comes_out_as_it_was_written(play: Any, site: Any) -> None:
    played = play(
        "# a day that was on paper", "", {**ADD, "desk": "A", "by": "王敏"}, CAME,
        say("start_inspection", "09:20", escort="李工"),
        say("log_defect", "09:40", code="WAL01", room="KIT", wall="B"),
        say("log_defect", "09:45", text="the lamp hums", severity=4),
        say("record_result", "10:10", result="accepted"),
        say("give_gift", "10:15", gift="umbrella"),
    )  # fmt: skip

    assert (played.lines, played.desks) == (7, {"A": "A"})
    with site() as desk:
        unit = unit_of(desk)
        visit = next(iter(unit.visits.values()))
        assert (unit.owners, unit.fact("phones"), unit.fact("building")) == (("陈静雯",), ("15400001111",), "3")
        assert (visit.numbers, visit.party, visit.by) == (("A001",), 3, "王敏")
        assert visit.at == parts.at_ms("2026-06-20 09:05")
        assert [i.escort for i in unit.inspections.values()] == ["李工"]
        wall, lamp = unit.standing()
        assert (wall.code, wall.room, wall.wall, wall.severity, wall.trade, wall.due) == (
            "WAL01", "KIT", "B", 3, "CIV", "2026-07-05")
        assert (lamp.text, lamp.severity, lamp.visit) == ("the lamp hums", 4, visit.id)
        assert [(r.code, r.visit) for r in unit.results.values()] == [("A1", visit.id)]
        assert [(g.kind, g.qty) for g in unit.gifts.values()] == [("umbrella", 1)]
        assert desk.state("site").gifts == {"umbrella": GiftKind(limit=1)}
        assert desk.state("site").name == "day"
        assert desk.letter == "B"
        assert verify(desk).clean


def test_reasons_are_set_and_cleared(play: Any, site: Any) -> None:
    play(ADD, say("set_ineligible", reason="E01", note="bank"), say("set_ineligible", reason="E04"),
         say("clear_ineligible", "09:30", reason="E01"))
    with site() as desk:
        assert unit_of(desk).open_reasons() == ("E04",)

    play(say("clear_ineligible", "10:00"))
    with site() as desk:
        assert unit_of(desk).open_reasons() == ()


@pytest.mark.parametrize(
    ("said", "code", "note", "why"),
    [
        ({"result": "accepted"}, "A0", "", ""),
        ({"result": "viewed"}, "V1", "", ""),
        ({"result": "after_repair", "promised": "2026-07-01"}, "C1", "", ""),
        ({"result": "refused", "reason": "R1"}, "R1", "", ""),
        ({"result": "refused", "reason": "not as promised"}, "R9", "not as promised", ""),
        ({"result": "refused"}, "R9", "?", ""),
        ({"result": "A2"}, "A2", "", ""),
        ({"result": "N1", "reason": "E02"}, "N1", "", "E02"),
        ({"result": "N2", "note": "no time"}, "N2", "no time", ""),
    ],
)
def test_a_result_has_its_code(said: Said, code: str, note: str, why: str, play: Any, site: Any) -> None:
    play(ADD, CAME, say("record_result", "10:00", **said))
    with site() as desk:
        result = next(iter(unit_of(desk).results.values()))
        assert (result.code, result.note, result.why) == (code, note, why)
        assert next(iter(unit_of(desk).visits.values())).ended == "result"


def test_a_contract_ends(play: Any, site: Any) -> None:
    play(ADD, say("withdraw", "10:00", why="rescinded"))
    with site() as desk:
        assert unit_of(desk).withdrawn == parts.at_ms("2026-06-20 10:00")


def test_an_earlier_line_is_taken_back_by_its_number(play: Any, site: Any) -> None:
    play(ADD, "# two", CAME, say("give_gift", "09:10", gift="umbrella"),
         {"at": "2026-06-20T12:00", "do": "void", "ref": 4, "came_back": True},
         say("give_gift", "12:05", gift="umbrella"))
    with site() as desk:
        gifts = list(unit_of(desk).gifts.values())
        assert [(g.taken_back, g.returned) for g in gifts] == [(True, True), (False, None)]
        assert unit_of(desk).open_visit("2026-06-20") is not None


@pytest.mark.parametrize(
    ("agent", "name"), [(True, ""), ("妈妈", "妈妈"), ({"name": "刘", "scope": ["sign"]}, "刘"), (False, None)]
)
def test_an_agent_is_a_name_or_only_known_to_have_come(agent: Any, name: str | None, play: Any, site: Any) -> None:
    play(ADD, {**CAME, "agent": agent})
    with site() as desk:
        found = next(iter(unit_of(desk).visits.values())).agent
        assert (found.name if found else None) == name


@pytest.mark.parametrize(("written", "code"), [("U01", "U01"), ("3栋2单元1702室", "3-2-1702"), ("X", "X")])
def test_a_unit_is_called_what_a_list_would_call_it(written: str, code: str, play: Any, site: Any) -> None:
    play({**ADD, "unit": written}, {**CAME, "unit": written})
    with site() as desk:
        assert (unit_of(desk, code).code, len(unit_of(desk, code).visits)) == (code, 1)


def test_what_is_empty_is_left_out(play: Any, site: Any) -> None:
    play({**ADD, "phones": [], "building": "", "known": None}, {**CAME, "party": None, "agent": None})
    with site() as desk:
        assert (unit_of(desk).fact("phones"), [v.party for v in unit_of(desk).visits.values()]) == ("", [None])


# -- times -----------------------------------------------------------------------------------------------


def test_what_was_written_down_later_keeps_both_times_and_the_desk_does_not_go_back(play: Any, site: Any) -> None:
    play(ADD, {**CAME, "known": "2026-06-20T18:30"}, say("log_defect", "09:30:15", text="a crack"))
    with site() as desk:
        _, came, crack = done(desk)
        assert (came.at, came.when) == (parts.at_ms("2026-06-20 18:30"), parts.at_ms("2026-06-20 09:05"))
        assert (crack.at, crack.when) == (came.at, parts.at_ms("2026-06-20 09:30:15"))
        with desk.database.read() as sql:
            known = sql.exec_driver_sql("SELECT known FROM line WHERE id=?", (came.id,)).scalar_one()
        assert known == came.at


def test_what_happened_in_time_has_one_time(play: Any, site: Any) -> None:
    play(ADD, CAME)
    with site() as desk:
        assert [entry.when for entry in done(desk)] == [None, None]


def test_who_is_here_already_stops_the_day_and_an_hour_later_they_have_come_again(play: Any, site: Any) -> None:
    play(ADD, CAME, say("log_defect", "09:30", text="a crack"), {**CAME, "at": "2026-06-20T10:31"})
    with site() as desk:
        assert [v.ended for v in unit_of(desk).visits.values()] == ["left", ""]


# -- desks -----------------------------------------------------------------------------------------------


def test_desks_know_nothing_of_each_other_but_the_list(play: Any, site: Any) -> None:
    played = play({**ADD, "desk": "A"}, CAME, {**CAME, "desk": "B", "at": "2026-06-20T09:06"},
                  say("give_gift", "09:07", gift="umbrella"), say("give_gift", "09:08", gift="umbrella", desk="A"))

    assert played.desks == {"A": "A", "B": "B"}
    with site() as desk:
        unit = unit_of(desk)
        (visit,) = unit.visits.values()
        assert (visit.numbers, visit.at) == (("A001", "B001"), parts.at_ms("2026-06-20 09:05"))
        assert [clash.what for clash in unit.clashes.values()] == ["gift:umbrella"]
        listing, first, second = (entry for entry in done(desk) if not isinstance(entry.ops[0], GiveGift))
        assert second.saw["unit/3-2-1702"] == first.saw["unit/3-2-1702"] == (listing.id,)
        assert verify(desk).clean


def test_a_desk_learns_all_that_was_known_where_the_unit_was_added(play: Any, site: Any) -> None:
    """What came after it stays unknown there: C knows of the gift, and not of the check-in."""
    play({**ADD, "desk": "A"}, say("give_gift", gift="umbrella"), {**ADD, "unit": "3-2-1802", "desk": "A"}, CAME,
         {**CAME, "unit": "3-2-1802", "desk": "C"}, {**CAME, "desk": "C"})
    with site() as desk:
        ids = {type(entry.ops[0]): entry.id for entry in done(desk) if entry.letter == "A"}
        second = next(entry for entry in done(desk) if entry.letter == "C")
        assert second.saw["unit/3-2-1702"] == (ids[GiveGift],)


def test_a_desk_takes_back_what_another_one_did(play: Any, site: Any) -> None:
    play({**ADD, "desk": "A"}, CAME, {"at": "2026-06-20T09:10", "desk": "B", "by": "何", "do": "void", "ref": 2})
    with site() as desk:
        assert unit_of(desk).visits == {}
        assert desk.vector().keys() > {desk.id}
        (void,) = (entry for entry in done(desk) if entry.letter == "B")
        assert (void.override.who, void.override.role, void.override.why) == ("何", "lead", "replay")


def test_the_desk_stays_and_at_each_desk_the_person(play: Any, site: Any) -> None:
    play({**ADD, "desk": "A", "by": "王敏"}, {**CAME, "desk": "B", "by": "何"},
         say("log_defect", text="1"), say("log_defect", text="2", desk="A"))
    with site() as desk:
        assert {d.text: (d.letter, d.by) for d in unit_of(desk).standing()} == {"1": ("B", "何"), "2": ("A", "王敏")}


def test_what_the_lead_may_allow_is_allowed_with_who_and_why(play: Any, site: Any) -> None:
    play(ADD, say("set_ineligible", reason="E01"), CAME, say("start_inspection", "09:10", why="the bank has called"),
         say("record_result", "09:30", result="accepted", by="何"))
    with site() as desk:
        walked, accepted = done(desk)[-2:]
        assert (walked.override.why, accepted.override.who) == ("the bank has called", "何")
        assert [entry.override for entry in done(desk)[:3]] == [None] * 3


# -- the site --------------------------------------------------------------------------------------------


def test_the_next_day_goes_on_where_the_first_ended(play: Any, site: Any) -> None:
    play(ADD, CAME, say("record_result", "10:00", result="refused", reason="R1"))
    play(ADD, {**CAME, "at": "2026-06-21T09:00"}, say("record_result", "2026-06-21T10:00", result="accepted"))
    with site() as desk:
        unit = unit_of(desk)
        assert [v.day for v in unit.visits.values()] == ["2026-06-20", "2026-06-21"]
        assert [v.numbers for v in unit.visits.values()] == [("A001",)] * 2
        assert (unit.draw, unit.outcome().code, len(desk.vector())) == ("A0001", "A0", 3)
        assert verify(desk).clean


def test_nobody_waits_for_more_from_a_desk_of_a_file(play: Any, site: Any) -> None:
    play(ADD, CAME)
    with site() as desk:
        desk.clock = parts.TestClock("2026-06-21 09:00")
        report = day_report(desk, "2026-06-21")
        assert (report.silent, report.found.plain()["due_all"], report.found.check.holds) == ([], 1, True)


def test_a_site_keeps_its_desks_letter_its_zone_and_its_gifts(tmp_path: Path, play: Any, site: Any) -> None:
    desk = new_site(tmp_path / "site", parts.TestClock(), name="Sample Court", zone="Asia/Tokyo",
                    gifts={"umbrella": GiftKind(limit=2)})
    desk.database.close()
    played = play({**ADD, "desk": "A"}, {**CAME, "desk": "front desk"}, say("give_gift", gift="umbrella", qty=2),
                  {**CAME, "desk": "B", "at": "2026-06-20T09:00"})

    assert played.desks == {"A": "C", "front desk": "D", "B": "B"}
    with site() as desk:
        first = next(iter(unit_of(desk).visits.values()))
        assert first.at == parts.at_ms("2026-06-20 09:00", "Asia/Tokyo")
        assert (desk.letter, desk.state("site").gifts["umbrella"].limit) == ("A", 2)


def test_a_unit_that_was_renamed_is_found_by_the_name_it_has(tmp_path: Path, play: Any, site: Any) -> None:
    play(ADD)
    with site() as desk:
        desk.do(RenameUnit(on="unit/3-2-1702", to="3-2-1703"))
    play({**CAME, "unit": "3-2-1703"}, ADD, CAME)
    with site() as desk:
        assert len(unit_of(desk).visits) == 1
        other = unit_of(desk, "3-2-1702~2")
        assert (other.code, len(other.visits)) == ("3-2-1702", 1)


def test_a_desk_that_goes_on_by_hand_gives_no_number_twice(play: Any, site: Any) -> None:
    play(ADD, CAME, say("record_result", "09:30", result="viewed"))
    with site() as desk:
        made = desk.do(CheckIn(on="unit/3-2-1702"))
        assert made.ops[0].number == "B001"
    play({**CAME, "at": "2026-06-20T11:00"})
    with site() as desk:
        assert [v.numbers for v in unit_of(desk).visits.values() if v.day == "2026-06-20"] == [("A001",), ("A002",)]


# -- lines that cannot be done ---------------------------------------------------------------------------

GOOD = (ADD, {**ADD, "unit": "3-2-1802"}, CAME, say("give_gift", "09:10", gift="umbrella"))
BAD: dict[str, Said | str] = {
    "no JSON": '{"at": "2026-06-20T09:05"',
    "no object": "[1]",
    "nested without end": "[" * 100_000,
    "no verb": {"at": "2026-06-20T09:05", "unit": "3-2-1702"},
    "an unknown verb": say("levitate"),
    "a verb that is no text": {**CAME, "do": ["check_in"]},
    "no time": {"do": "check_in", "unit": "3-2-1802"},
    "a time that is none": say("check_in", "25:00", "3-2-1802"),
    "a date alone": {**CAME, "at": "2026-06-20"},
    "a time with a zone": say("check_in", "09:05:00Z", "3-2-1802"),
    "known before it happened": {**CAME, "known": "2026-06-20T09:04"},
    "no unit": {"at": "2026-06-20T09:05", "do": "check_in"},
    "an empty unit": say("check_in", unit=" "),
    "a unit on no list": say("check_in", unit="3-2-1902"),
    "a unit that is there with other owners": {**ADD, "owners": ["黄淑贤"]},
    "no owners": say("add_unit", unit="3-2-1902"),
    "empty owners": say("add_unit", unit="3-2-1902", owners=[]),
    "a key that nobody asked for": {**CAME, "unit": "3-2-1802", "parti": 3},
    "a party that is no number": say("check_in", unit="3-2-1802", party="3"),
    "a party of a hundred": say("check_in", unit="3-2-1802", party=100),
    "an agent of odd parts": say("check_in", unit="3-2-1802", agent={"nam": "x"}),
    "here already": say("check_in", "09:30"),
    "an unknown reason": say("set_ineligible", reason="E99"),
    "a reason that is not open": say("clear_ineligible", reason="E01"),
    "an unknown result": say("record_result", result="happy"),
    "an unknown refusal": say("record_result", result="refused", reason="R8"),
    "sent away for nothing": say("record_result", result="N1"),
    "a defect of nothing": say("log_defect", room="KIT"),
    "a severity of five": say("log_defect", text="x", severity=5),
    "a second gift": say("give_gift", gift="umbrella"),
    "a gift to nobody": say("give_gift", unit="3-2-1902", gift="umbrella"),
    "a line that is not yet": {"at": "2026-06-20T09:30", "do": "void", "ref": 7},
    "a line that is none": {"at": "2026-06-20T09:30", "do": "void", "ref": 5},
    "a line of another unit": say("void", "09:30", "3-2-1802", ref=3),
    "no line": {"at": "2026-06-20T09:30", "do": "void"},
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("new", [True, False], ids=["new site", "site"])
def test_a_line_that_cannot_be_done_stops_with_its_number_and_nothing_is_recorded(
    name: str, new: bool, tmp_path: Path, play: Any, site: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    before = None
    if not new:
        new_site(tmp_path / "site", parts.TestClock(), name="Sample Court", zone=parts.ZONE).database.close()
        with site() as desk:
            before = desk.vector()
    file = written(tmp_path / "day.jsonl", *GOOD, "# five", BAD[name], {**CAME, "at": "2026-06-20T15:00"})

    for language, begins in zip(LANGUAGES, ("Line 6: ", "第 6 行", "第 6 行"), strict=True):
        assert main(["replay", str(file), "--data", str(tmp_path / "site"), "--language", language]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith(begins)
        assert not re.search(r"\{[a-z]+\}|replay_|None", said.err.replace(str(BAD[name]), "")), said.err

    if new:
        assert not (tmp_path / "site").exists()
    else:
        with site() as desk:
            assert desk.vector() == before


def test_twice_is_stopped_although_the_first_was_taken_back_and_given_again(play: Any) -> None:
    with pytest.raises(Exception, match=r"replay_line.*gift_given"):
        play(*GOOD, {"at": "2026-06-20T09:30", "do": "void", "ref": 4}, say("give_gift", gift="umbrella"),
             say("give_gift", gift="umbrella"))


def test_a_file_that_is_not_there_or_empty_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "empty.jsonl", "# nothing", "")
    for name in ("no.jsonl", "empty.jsonl", ""):
        assert main(["replay", str(tmp_path / name), "--data", str(tmp_path / "site")]) == 1
        assert capsys.readouterr().err.count("\n") == 1
    assert not exists(tmp_path / "site")


def test_figures_can_be_read_by_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "day.jsonl", *GOOD)
    assert main(["replay", str(file), "--data", str(tmp_path / "site"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"lines": 4, "records": 6, "desks": {"A": "A"}}


def test_bytes_that_are_no_text_are_named_by_their_line(tmp_path: Path) -> None:
    file = written(tmp_path / "day.jsonl", *GOOD)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b'\n{"at": "\xd0"}')
    with pytest.raises(Exception, match=r"replay_line.*'line': 5.*replay_object"):
        replay(tmp_path / "site", file)


@pytest.mark.parametrize("new", [True, False], ids=["new site", "site"])
def test_killed_at_any_instant_all_is_recorded_or_nothing(new: bool, tmp_path: Path) -> None:
    units = [{**ADD, "unit": f"1-1-{n}"} for n in range(300)]
    file = written(tmp_path / "day.jsonl", *units, *({**CAME, "unit": unit["unit"]} for unit in units))
    first, seen = time_of(file, tmp_path / "measured"), set()
    for n in range(4):
        folder = tmp_path / str(n)
        if not new:
            new_site(folder, parts.TestClock(), name="Sample Court", zone=parts.ZONE).database.close()
        process = start(file, folder)
        with suppress(subprocess.TimeoutExpired):
            process.wait(first * (0.5 + n / 8))
        process.kill()
        process.wait()
        if exists(folder):
            with closing((desk := open_site(folder, Clock())).database):
                seen.add(sum(n for n, _ in desk.vector().values()))
                assert verify(desk).clean
    assert seen <= {2, 603}


def start(file: Path, folder: Path) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "ui", "replay", str(file), "--data", str(folder)], cwd=ROOT,
                            stdout=subprocess.DEVNULL)


def time_of(file: Path, folder: Path) -> float:
    """How long it takes, in seconds."""
    begun = time.monotonic()
    assert start(file, folder).wait() == 0
    return time.monotonic() - begun


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "day.jsonl", *GOOD)
    (tmp_path / "taken").write_text("")
    assert main(["replay", str(file), "--data", str(tmp_path / "taken" / "site")]) == 1
    assert capsys.readouterr().err == Words().say(_read_only(tmp_path / "taken" / "site")) + "\n"


def _read_only(folder: Path) -> Any:
    return Trouble("folder_read_only", file=str(folder))


# -- the guide -------------------------------------------------------------------------------------------


def test_the_example_of_the_guide_can_be_done_and_every_verb_and_key_is_in_it(play: Any) -> None:
    guide = (ROOT / "resources" / "guide" / "guide.md").read_text("utf-8")
    part = guide.partition("## A day from a file")[2].partition("\n## ")[0]
    assert play(*(line.strip() for line in part.splitlines() if line.startswith('    {"at"'))).lines == 4
    rows = [line for line in part.splitlines() if line.startswith("| `")]
    for do in NEEDS:
        (row,) = (row for row in rows if row.startswith(f"| `{do}` |"))
        assert [key for key in (*NEEDS[do], *MAY[do]) if f"`{key}`" not in row] == []
