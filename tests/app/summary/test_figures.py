"""The day's figures: the edges of report.md 5.6, random days against an independent count, a laptop that is late."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import parts
import pytest
from counted import Count, ratio
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from parts import LEAD

from app.desk import Desk
from app.errors import Refused, Trouble
from app.evening import finish
from app.log.operation import Operation
from app.stations.arrival import AmendVisit, CheckIn, Leave
from app.stations.eligibility import ClearReason, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import DropDefect, LogDefect, StartInspection
from app.stations.notes import AddProvisional
from app.stations.results import Deem, RecordResult, Withdraw
from app.stations.roster import ListUnit
from app.stations.site import Configure, GiftKind, MeasureClock
from app.summary.clocks import wrong_times
from app.summary.figures import NAMES, Figures, bounds, figures
from app.summary.figures import ratio as ours
from app.summary.report import day_report
from app.sync.swap import swap
from app.verify import verify
from app.words import Words

DAYS = ("2026-06-20", "2026-06-21", "2026-06-22")
UNITS = tuple(f"{n}-1-{floor}01" for n in (1, 2) for floor in (2, 3, 4))


class Site:
    """A desk with six units, and short words for what happens on it."""

    def __init__(self, desk: Desk, clock: parts.TestClock) -> None:
        self.desk, self.clock = desk, clock
        for building in ("1", "2"):
            parts.listed(desk, *(u for u in UNITS if u[0] == building), building=building, reasons=())

    def at(self, when: str) -> None:
        self.clock.set(when if "-" in when else f"{DAYS[0]} {when}")

    def do(self, op: Operation, desk: Desk | None = None) -> str:
        return (desk or self.desk).do(op, override=LEAD).id

    def come(self, unit: str = UNITS[0], **more: Any) -> str:
        return self.do(CheckIn(on=f"unit/{unit}", **more))

    def walk(self, unit: str = UNITS[0], defects: int = 0) -> None:
        self.do(StartInspection(on=f"unit/{unit}", visit=self.visit(unit)))
        for _ in range(defects):
            self.do(LogDefect(on=f"unit/{unit}", visit=self.visit(unit), code="WAL01"))

    def visit(self, unit: str) -> str:
        return next(reversed(self.desk.state(f"unit/{unit}").visits))

    def end(self, code: str, unit: str = UNITS[0], **more: Any) -> str:
        open_ = [v.id for v in self.desk.state(f"unit/{unit}").visits.values() if not v.ended]
        return self.do(RecordResult(on=f"unit/{unit}", visit=open_[-1] if open_ else "", code=code, **more))

    def on(self, day: int = 0, as_known: str = "") -> Figures:
        """The figures of a day, always against the independent count as well."""
        known = parts.at_ms(as_known) if as_known else None
        made = figures(self.desk, DAYS[day], known)
        assert made.plain() == counted(self.desk, DAYS[day], known)
        assert made.check.holds
        return made


def counted(desk: Desk, day: str, known: int | None) -> dict[str, int | float | None]:
    lines = [line.data for line in desk.after({}, 10**6) if known is None or line.known <= known]
    return Count(lines, day).figures()


@pytest.fixture
def site(make_desk: Callable[..., Desk], clock: parts.TestClock) -> Site:
    return Site(make_desk("A", bare=False, role="lead"), clock)


def test_a_day_without_visitors_has_its_report(site: Site) -> None:
    made = site.on()
    assert (made.due_all, made.never_came, made.arrived_today) == (6, 6, 0)
    assert made.rate_all == 0.0 and made.defects_per_unit_today is None and made.used == ()


def test_refused_on_one_day_and_accepted_on_the_next(site: Site) -> None:
    site.come()
    site.end("R1")
    assert (site.on().refused_today, site.on().refused_now, site.on().recovered_today) == (1, 1, 0)
    site.at(f"{DAYS[1]} 10:00")
    site.come()
    site.walk()
    site.end("A")
    second = site.on(1)
    assert (second.accepted_today, second.recovered_today, second.refused_now, second.refused_today) == (1, 1, 0, 0)
    assert (site.on().refused_now, site.on().accepted_cumulative) == (1, 0)


def test_three_visits_are_one_household(site: Site) -> None:
    for day, code in enumerate(("V1", "R4", "A")):
        site.at(f"{DAYS[day]} 10:00")
        site.come()
        site.walk(defects=1)
        site.end(code)
    assert [site.on(day).arrived_today for day in range(3)] == [1, 1, 1]
    last = site.on(2)
    assert (last.accepted_cumulative, last.inspected_cumulative, last.recovered_today) == (1, 1, 0)
    assert (last.defects_cumulative, last.defects_per_unit_cumulative) == (3, 3.0)


def test_two_check_ins_at_two_laptops_are_one_visit(site: Site, make_desk: Callable[..., Desk]) -> None:
    other = make_desk("B")
    swap(site.desk, other)
    for desk in (site.desk, other):
        desk.do(CheckIn(on=f"unit/{UNITS[0]}"))
    swap(site.desk, other)
    made = figures(site.desk, DAYS[0])
    assert (made.arrived_today, made.visits_today, made.came_without_result) == (1, 1, 1)


def test_who_comes_back_for_a_gift_is_not_inspected(site: Site) -> None:
    site.come()
    site.walk()
    site.end("A")
    site.at(f"{DAYS[1]} 09:00")
    site.come()
    site.do(Configure(on="site", gifts={"umbrella": GiftKind()}))
    site.do(GiveGift(on=f"unit/{UNITS[0]}", kind="umbrella"))
    site.do(Leave(on=f"unit/{UNITS[0]}", visit=site.visit(UNITS[0])))
    made = site.on(1)
    assert (made.arrived_today, made.inspected_today, made.accepted_cumulative) == (1, 0, 1)


def test_accepted_at_the_wrong_unit_is_taken_back_and_recorded_where_it_belongs(site: Site) -> None:
    site.come()
    site.walk()
    wrong = site.end("A")
    site.at("15:00")
    site.desk.void(wrong, why="wrong unit", override=LEAD)
    site.desk.do(RecordResult(on=f"unit/{UNITS[1]}", code="A"), when=parts.at_ms(f"{DAYS[0]} 10:00"), override=LEAD)
    made = site.on()
    assert (made.accepted_today, made.came_without_result, made.accepted_unseen) == (1, 1, 1)


def test_accepted_before_midnight_and_written_down_after_it_belongs_to_its_own_day(site: Site) -> None:
    site.at("23:40")
    site.come()
    site.walk()
    site.at(f"{DAYS[1]} 08:00")
    site.desk.do(RecordResult(on=f"unit/{UNITS[0]}", visit=site.visit(UNITS[0]), code="A"),
                 when=parts.at_ms(f"{DAYS[0]} 23:50"), override=LEAD)
    assert (site.on(0).accepted_today, site.on(1).accepted_today) == (1, 0)
    assert site.on(0, as_known=f"{DAYS[0]} 23:59").accepted_today == 0


def test_defects_after_the_visit_count_and_enter_the_average_for_a_day(site: Site) -> None:
    site.come()
    site.walk(defects=1)
    site.end("A")
    site.at("20:00")
    site.do(LogDefect(on=f"unit/{UNITS[0]}", text="drips", source="later"))
    assert (site.on().defects_today, site.on().defects_per_unit_today) == (2, 2.0)
    site.at(f"{DAYS[2]} 20:00")
    site.do(LogDefect(on=f"unit/{UNITS[0]}", text="drips again", source="later"))
    last = site.on(2)
    assert (last.defects_today, last.defects_cumulative, last.defects_per_unit_today) == (1, 3, None)
    assert last.defects_per_unit_cumulative == 2.0


def test_a_defect_mended_on_the_spot_counts_and_a_void_one_does_not(site: Site) -> None:
    site.come()
    site.walk()
    site.do(LogDefect(on=f"unit/{UNITS[0]}", code="WAL01", fixed=True))
    wrong = site.do(LogDefect(on=f"unit/{UNITS[0]}", code="WAL02"))
    site.do(DropDefect(on=f"unit/{UNITS[0]}", defect=wrong, why="twice"))
    site.end("A")
    assert (site.on().defects_today, site.on().defects_per_unit_today) == (1, 1.0)


@pytest.mark.parametrize("by_void", [True, False])
def test_an_acceptance_that_is_reversed_vanishes_from_its_day(site: Site, by_void: bool) -> None:
    site.come()
    site.walk()
    accepted = site.end("A")
    site.at(f"{DAYS[1]} 10:00")
    if by_void:
        site.desk.void(accepted, why="signed for another unit", override=LEAD)
    site.end("R1")
    assert (site.on(0).accepted_today, site.on(0).came_without_result) == (0, 1)
    assert (site.on(1).accepted_cumulative, site.on(1).refused_now, site.on(1).recovered_today) == (0, 1, 0)
    assert site.on(0, as_known=f"{DAYS[0]} 20:00").accepted_today == 1


def test_a_contract_that_ends_leaves_from_that_day_on(site: Site) -> None:
    site.at(f"{DAYS[1]} 10:00")
    site.do(Withdraw(on=f"unit/{UNITS[5]}"))
    assert (site.on(0).due_all, site.on(1).due_all, site.on(1).withdrawn) == (6, 5, 1)


def test_a_unit_added_later_is_due_from_that_day(site: Site) -> None:
    site.at(f"{DAYS[1]} 10:00")
    parts.listed(site.desk, "3-1-201", building="3", reasons=())
    assert (site.on(0).due_all, site.on(1).due_all) == (6, 7)
    assert [b.name for b in site.on(1).buildings] == ["1", "2", "3"]


def test_a_day_before_the_list_was_brought_in_has_the_first_list_as_its_batch(site: Site) -> None:
    site.at(f"{DAYS[1]} 10:00")
    parts.listed(site.desk, "3-1-201", building="3", reasons=())
    site.desk.do(CheckIn(on=f"unit/{UNITS[0]}"), when=parts.at_ms("2026-06-18 10:00"))  # typed in from paper
    made = figures(site.desk, "2026-06-18")
    assert (made.due_all, made.arrived_today, made.never_came, made.check.holds) == (6, 1, 5, True)
    assert made.plain() == counted(site.desk, "2026-06-18", None)


def test_not_eligible_turns_up_is_let_in_to_look_and_is_cleared(site: Site) -> None:
    site.do(SetReason(on=f"unit/{UNITS[0]}", reason="E01"))
    site.do(SetReason(on=f"unit/{UNITS[1]}", reason="E01"))
    site.do(SetReason(on=f"unit/{UNITS[2]}", reason="W01"))
    site.come()
    site.end("N1")
    site.come(UNITS[1])
    site.walk(UNITS[1])
    site.end("V1", UNITS[1])
    made = site.on()
    assert (made.due_eligible, made.came_without_result, made.not_eligible_came) == (4, 1, 1)
    assert (made.inspected_today, made.viewed_only_now, made.viewed_not_eligible) == (1, 1, 1)
    site.at(f"{DAYS[1]} 10:00")
    site.do(ClearReason(on=f"unit/{UNITS[0]}"))
    assert (site.on(0).due_eligible, site.on(1).due_eligible) == (4, 5)


def test_once_accepted_is_eligible_so_that_no_rate_passes_100(site: Site) -> None:
    for unit in UNITS:
        site.come(unit)
        site.end("A", unit)
        site.do(SetReason(on=f"unit/{unit}", reason="E05"))
    made = site.on()
    assert (made.due_eligible, made.rate_eligible, made.rate_all) == (6, 100.0, 100.0)


def test_who_accepts_without_walking_is_not_in_the_average(site: Site) -> None:
    site.come()
    site.end("A")
    made = site.on()
    assert (made.accepted_today, made.inspected_today, made.accepted_unseen) == (1, 0, 1)
    assert made.defects_per_unit_today is None and made.used == ("reception", "results")


def test_accepting_after_repair_counts_as_refused_and_is_shown_apart(site: Site) -> None:
    site.come()
    site.end("C1", promised="2026-07-01")
    made = site.on()
    assert (made.refused_today, made.refused_now, made.after_repair_now, made.inspected_today) == (1, 1, 1, 1)


def test_who_took_back_an_acceptance_and_accepts_on_another_day_is_recovered(site: Site) -> None:
    site.come()
    site.end("A")
    site.end("R1")
    site.at(f"{DAYS[1]} 10:00")
    site.come()
    site.end("A2")
    made = site.on(1)
    assert (made.accepted_today, made.recovered_today, made.refused_now, site.on(0).refused_now) == (1, 1, 0, 1)


def test_who_left_or_was_sent_away_keeps_the_result_of_before(site: Site) -> None:
    site.come()
    site.end("R2")
    site.at(f"{DAYS[1]} 10:00")
    site.come()
    site.end("N2")
    assert (site.on(1).refused_now, site.on(1).came_without_result) == (1, 0)


def test_a_provisional_household_stands_on_a_line_of_its_own(site: Site) -> None:
    site.do(AddProvisional(on="unit/NEW-A1", code="NEW-A1", owners=("Wong",), reason="not on the list"))
    site.come("NEW-A1")
    made = site.on()
    assert (made.due_all, made.arrived_today, made.provisional, made.provisional_today) == (6, 0, 1, 1)


@pytest.mark.parametrize(
    ("over", "under", "places", "is_"),
    [(1, 8, 2, 0.13), (1, 40, 2, 0.03), (100, 8, 1, 12.5), (5, 1000, 2, 0.01), (100 * 1, 3, 1, 33.3), (0, 0, 1, None),
     (100 * 1005, 2000, 1, 50.3), (45, 100, 1, 0.5)],
)
def test_rounding_is_half_up_from_counts(over: int, under: int, places: int, is_: float | None) -> None:
    assert ours(over, under, places) == is_ == ratio(over, under, places)


# -- the check-sum ---------------------------------------------------------------------------------------------


def test_a_row_that_fits_nowhere_breaks_the_check_sum_and_is_named(site: Site) -> None:
    site.come()
    site.end("A")
    with site.desk.database.write() as sql:
        sql.exec_driver_sql("UPDATE result SET code='Z9' WHERE unit=?", (UNITS[0],))
    check = figures(site.desk, DAYS[0]).check
    assert not check.holds and check.wrong == (UNITS[0],)
    assert (check.due, check.accepted + check.refused + check.viewed + check.no_result + check.never) == (6, 5)


# -- days made at random ---------------------------------------------------------------------------------------

CODES = ("A", "A", "A2", "V1", "C1", "R1", "R4", "N1", "N2")
STEP = st.tuples(st.sampled_from(("come", "walk", "defect", "end", "end", "reason", "clear", "withdraw", "void", "list",
                                  "swap", "leave", "drop")),
                 st.sampled_from(UNITS[:4]), st.sampled_from(CODES), st.integers(0, 1), st.integers(5, 400))


@settings(phases=[Phase.generate])
@given(st.lists(STEP, min_size=5, max_size=40))
def test_random_days_come_out_as_an_independent_count_has_them(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str, int, int]]
) -> None:
    folder, clock = tmp_path_factory.mktemp("days"), parts.TestClock("2026-06-20 08:00")
    desks = [parts.desk(folder, letter, clock=clock, role="lead") for letter in "AB"]
    parts.configured(desks[0])
    parts.listed(desks[0], *UNITS[:3], reasons=(), building="1")
    swap(*desks)
    done: list[str] = []
    evenings = [parts.at_ms(f"{day} 20:00") for day in DAYS]
    for what, unit, code, at, minutes in steps:
        clock.forward(minutes=minutes)
        try:
            _act(desks, at, what, f"unit/{unit}", code, done)
        except Refused:
            continue
    swap(*desks)
    for day in DAYS:
        for known in (None, *evenings):
            made = figures(desks[0], day, known)
            assert made.plain() == counted(desks[0], day, known), (day, known)
            assert made.check.holds, made.check
        assert figures(desks[0], day).plain() == figures(desks[1], day).plain()
    assert verify(desks[0]).clean
    for desk in desks:
        desk.database.close()


def _act(desks: list[Desk], at: int, what: str, on: str, code: str, done: list[str]) -> None:
    desk = desks[at]
    visits = [v for v in desk.state(on).visits.values() if not v.ended]
    visit = visits[-1].id if visits else ""
    defects = [*desk.state(on).defects]
    made: dict[str, Callable[[], Operation]] = {
        "come": lambda: CheckIn(on=on),
        "walk": lambda: StartInspection(on=on, visit=visit),
        "defect": lambda: LogDefect(on=on, visit=visit, code="WAL01"),
        "end": lambda: RecordResult(on=on, visit=visit, code=code, note="so"),
        "reason": lambda: SetReason(on=on, reason="E01"),
        "clear": lambda: ClearReason(on=on),
        "withdraw": lambda: Withdraw(on=on),
        "list": lambda: ListUnit(on=on, version="list2", building="2"),
        "leave": lambda: Leave(on=on, visit=visit),
        "drop": lambda: DropDefect(on=on, defect=defects[-1] if defects else "", why="twice"),
    }
    if what == "swap":
        swap(*desks)
    elif what == "void":
        if done:
            desk.void(done.pop(), override=LEAD)
    else:
        done.append(desk.do(made[what](), override=LEAD).id)


# -- three days and a laptop that is late -----------------------------------------------------------------------


def test_three_days_with_a_laptop_that_reports_a_day_late(site: Site, make_desk: Callable[..., Desk]) -> None:
    late = make_desk("B", role="lead")
    swap(site.desk, late)
    site.at("10:00")
    site.come(UNITS[0])
    site.walk(UNITS[0], defects=2)
    site.end("A", UNITS[0])
    late.do(CheckIn(on=f"unit/{UNITS[1]}"))
    late.do(RecordResult(on=f"unit/{UNITS[1]}", code="R1"), override=LEAD)
    site.at(f"{DAYS[1]} 10:00")
    site.come(UNITS[2])
    site.end("V1", UNITS[2])
    evening = parts.at_ms(f"{DAYS[1]} 21:00")
    site.desk.receive([msgspec.structs.replace(line, known=evening) for line in late.after(site.desk.vector())])
    site.at(f"{DAYS[2]} 10:00")
    site.come(UNITS[1])
    site.end("A", UNITS[1])

    first = site.on(0, as_known=f"{DAYS[0]} 20:00")
    assert (first.arrived_today, first.refused_today, first.never_came) == (1, 0, 5)
    restated = site.on(0)
    assert (restated.arrived_today, restated.refused_today, restated.refused_now, restated.never_came) == (2, 1, 1, 4)
    assert site.on(1, as_known=f"{DAYS[1]} 20:00").refused_now == 0 and site.on(1).refused_now == 1
    last = site.on(2)
    assert (last.accepted_today, last.recovered_today, last.accepted_cumulative) == (1, 1, 2)


def test_names_are_those_that_the_command_line_promises() -> None:
    assert len(NAMES) == len(set(NAMES)) == 19


# -- lines beside the figures -------------------------------------------------------------------------------


def test_what_is_mended_on_the_spot_and_what_comes_to_the_list_has_a_line(site: Site) -> None:
    site.come()
    site.do(LogDefect(on=f"unit/{UNITS[0]}", code="WAL01", fixed=True))
    assert (site.on().fixed_today, site.on().added_today) == (1, 0)
    site.at(f"{DAYS[1]} 10:00")
    parts.listed(site.desk, "9-1-901", "9-1-902", building="9", reasons=())
    assert (site.on(1).fixed_today, site.on(1).added_today, site.on(1).due_all, site.on(0).added_today) == (0, 2, 8, 0)
    text = day_report(site.desk, DAYS[1]).text(Words("en"))
    assert "Units added to the list today: 2; the rates are of all of them." in text


def test_three_units_of_one_owner_are_three_households_with_a_draw_number_each(site: Site) -> None:
    site.desk.do(*(CheckIn(on=f"unit/{unit}") for unit in UNITS[:3]))
    units = [site.desk.state(f"unit/{unit}") for unit in UNITS[:3]]
    assert site.on().arrived_today == 3 and len({unit.draw for unit in units}) == 3


def test_two_owners_of_one_unit_who_come_apart_are_one_household(site: Site) -> None:
    first = site.come(who=("陈静雯",), party=1)
    site.at("09:06")
    site.do(AmendVisit(on=f"unit/{UNITS[0]}", visit=first, who=("陈静雯", "黄淑贤"), party=2))
    (visit,) = site.desk.state(f"unit/{UNITS[0]}").visits.values()
    assert (site.on().arrived_today, site.on().visits_today, visit.party, len(visit.who)) == (1, 1, 2, 2)


def test_what_changes_after_the_day_was_issued_is_a_correction_and_what_went_out_stays(
    site: Site, tmp_path: Path
) -> None:
    site.come()
    wrong = site.end("R1")
    report = day_report(site.desk, DAYS[0])
    assert report.corrections() == []
    finish(site.desk, report, Words("en"))
    site.at(f"{DAYS[1]} 08:00")
    site.desk.void(wrong, override=LEAD)
    site.desk.do(RecordResult(on=f"unit/{UNITS[0]}", code="A"), when=parts.at_ms(f"{DAYS[0]} 23:50"))
    later = day_report(site.desk, DAYS[0])
    changed = {name: (was, now) for name, was, now in later.corrections()}
    assert (changed["accepted_today"], changed["refused_today"]) == ((0, 1), (1, 0))
    assert "Corrected since it was issued: " in later.text(Words("en"))
    assert "Households handed over today 0 → 1" in later.text(Words("en"))
    later.write(tmp_path / "day.xlsx", Words("en"))
    rows = [*load_workbook(tmp_path / "day.xlsx")["Corrections"].iter_rows(min_row=2, values_only=True)]
    assert ("Households refusing today", 1, 0) in rows
    (first,) = site.desk.state(f"report/{DAYS[0]}").revisions.values()
    assert first.figures["accepted_today"] == 0
    assert day_report(site.desk, DAYS[0], f"{DAYS[0]}T20:00").corrections() == []


def test_what_a_laptop_brings_after_the_day_was_issued_counts_and_is_named(
    site: Site, tmp_path: Path, make_desk: Callable[..., Desk]
) -> None:
    slow = make_desk("B", role="lead")
    swap(site.desk, slow)
    site.at("10:00")
    site.come()
    slow.do(CheckIn(on=f"unit/{UNITS[1]}"))
    site.at("18:00")
    report = day_report(site.desk, DAYS[0])
    assert report.late == ()
    finish(site.desk, report, Words("en"))
    site.at("19:00")
    site.come(unit=UNITS[2])  # after the cut-off: of this day, and nothing late
    known = parts.at_ms(f"{DAYS[0]} 20:00")
    site.desk.receive([msgspec.structs.replace(line, known=known) for line in slow.after(site.desk.vector())])
    later = day_report(site.desk, DAYS[0])
    assert [(one.letter, one.unit, one.did, one.known) for one in later.late] == [("B", UNITS[1], "CheckIn", known)]
    assert "Came after it was issued, from laptop B: 1 records" in later.text(Words("en"))
    assert later.as_json()["more"]["late"][0]["unit"] == UNITS[1]
    later.write(tmp_path / "day.xlsx", Words("en"))
    (row,) = load_workbook(tmp_path / "day.xlsx")["Came late"].iter_rows(min_row=2, values_only=True)
    assert row[:3] == ("B", UNITS[1], "Arrival")
    assert day_report(site.desk, DAYS[0], f"{DAYS[0]}T19:30").late == ()


# -- flags beside the figures -------------------------------------------------------------------------------


def test_deemed_delivered_has_its_own_line_and_is_never_accepted(site: Site) -> None:
    def deem(unit: str) -> Deem:
        return Deem(on=f"unit/{unit}", approved="Legal", since=DAYS[0], basis="third notice")

    site.come(UNITS[0])
    site.end("R1", UNITS[0])
    before = site.on()
    taken_back = site.do(deem(UNITS[2]))
    site.do(deem(UNITS[0]))
    site.do(deem(UNITS[1]))
    site.desk.void(taken_back)
    assert site.on() == msgspec.structs.replace(before, deemed=2, as_known=site.on().as_known)
    site.at(f"{DAYS[1]} 10:00")
    site.come(UNITS[1])
    site.walk(UNITS[1])
    site.end("A", UNITS[1])
    assert (site.on(1).deemed, site.on(1).accepted_cumulative, site.on(0).deemed) == (1, 1, 2)
    assert site.on(0, as_known=f"{DAYS[0]} 08:00").deemed == 0


def test_two_projects_in_one_file_are_never_mixed(site: Site, tmp_path: Path) -> None:
    other = Site(parts.configured(parts.seated(site.desk.database, "A", site="site2", clock=site.clock, role="lead"),
                                  name="Other Court"), site.clock)
    site.come(UNITS[0])
    site.walk(UNITS[0], defects=3)
    site.end("A", UNITS[0])
    other.come(UNITS[0])
    other.end("R1", UNITS[0])
    mine, theirs = site.on(), other.on()
    assert (mine.accepted_today, mine.refused_now, mine.defects_today, mine.due_all) == (1, 0, 3, 6)
    assert (theirs.accepted_today, theirs.refused_now, theirs.defects_today, theirs.due_all) == (0, 1, 0, 6)
    before = f"{DAYS[0]} 08:59"  # nothing was known of either then
    assert site.on(as_known=before).due_all == other.on(as_known=before).due_all == 0
    for desk, name in ((site.desk, "Sample Court"), (other.desk, "Other Court")):
        report = day_report(desk, DAYS[0])
        assert name in report.text(Words("en"))
        report.write(tmp_path / f"{name}.xlsx", Words("en"))
        assert load_workbook(tmp_path / f"{name}.xlsx").worksheets[0]["A1"].value == name
    with pytest.raises(Trouble, match="chain_broken"):
        site.desk.receive(other.desk.after({}))
    assert site.on() == mine and other.on() == theirs
    assert verify(site.desk).clean and verify(other.desk).clean


# -- a clock that was wrong ---------------------------------------------------------------------------------


def off(desk: Desk, day: int = 0, as_known: str = "") -> list[tuple[str, str, str, int]]:
    """Flagged records: laptop, unit, what, by how many minutes."""
    found = wrong_times(desk, *bounds(DAYS[day], "Asia/Shanghai"), parts.at_ms(as_known) if as_known else None)
    return [(one.letter, one.unit, one.did, round(one.off / parts.MINUTE)) for one in found]


def test_records_of_a_laptop_whose_clock_was_wrong_are_flagged_with_the_right_time(site: Site) -> None:
    site.come(UNITS[0])
    site.clock.set(f"{DAYS[0]} 08:48")  # somebody sets it wrong: nothing in the laptop tells how late it really is
    site.come(UNITS[1])
    taken_back = site.come(UNITS[2])
    site.desk.void(taken_back, override=LEAD)
    assert off(site.desk) == []
    site.do(MeasureClock(on="desk/laptop-A", ahead=-12 * parts.MINUTE))
    assert off(site.desk) == [("A", UNITS[1], "CheckIn", -12)]
    site.clock.set(f"{DAYS[0]} 09:00")
    site.come(UNITS[3])
    report = day_report(site.desk, DAYS[0])
    assert [(one.unit, one.at - one.off) for one in report.clocks] == [(UNITS[1], parts.at_ms(f"{DAYS[0]} 09:00"))]
    assert "Clock wrong on laptop A; records whose times are in doubt: 1" in report.text(Words("en"))
    assert site.on().arrived_today == 3, "flagged, not taken out"


def test_only_more_than_five_minutes_of_the_same_start_are_flagged(site: Site) -> None:
    site.clock.restart()
    site.come(UNITS[0])
    site.do(MeasureClock(on="desk/laptop-A", ahead=5 * parts.MINUTE))
    assert off(site.desk) == []
    site.do(MeasureClock(on="desk/laptop-A", ahead=5 * parts.MINUTE + 1))
    assert off(site.desk) == [("A", UNITS[0], "CheckIn", 5)]
    site.desk.do(CheckIn(on=f"unit/{UNITS[1]}"), when=parts.at_ms(f"{DAYS[0]} 08:00"))  # a time that a person typed
    site.clock.restart()
    site.come(UNITS[2])
    assert off(site.desk) == [("A", UNITS[0], "CheckIn", 5)]


def test_flags_are_those_of_one_laptop_and_as_known_at_the_moment(
    site: Site, make_desk: Callable[..., Desk]
) -> None:
    other = make_desk("B", role="lead")
    swap(site.desk, other)
    site.come(UNITS[0])
    other.do(CheckIn(on=f"unit/{UNITS[1]}"))
    site.at("10:00")
    other.do(MeasureClock(on="desk/laptop-B", ahead=-60 * parts.MINUTE))
    swap(site.desk, other)
    site.at("11:00")
    assert off(site.desk) == off(other) == [("B", UNITS[1], "CheckIn", -120)]
    assert off(site.desk, as_known=f"{DAYS[0]} 09:30") == [] == off(site.desk, day=1)
