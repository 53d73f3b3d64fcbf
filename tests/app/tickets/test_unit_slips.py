"""The slips besides the queue slip: recorded, counted, drawn in every language, scanned from worn paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import parts
import pytest
import zxingcpp
from fakeprinter import FakePrinter
from worn import worn

from app.catalogue import catalogue
from app.desk import Desk
from app.errors import Refused
from app.stations.arrival import CheckIn
from app.stations.inspection import DropDefect, LogDefect, StartInspection
from app.stations.paper import SLIPS, PrintSlip, PrintTotals
from app.stations.results import GiveKeys, RecordResult
from app.stations.site import Configure, GiftKind
from app.stations.slips import Slip, TotalsSlip, UnitSlip
from app.summary.figures import NAMES
from app.summary.report import day_report
from app.tickets.blocks import texts
from app.tickets.code import slip_code
from app.tickets.model import PAPER, Options
from app.tickets.press import Press
from app.tickets.printer import Network, NoPrinter
from app.tickets.spool import Spool
from app.words import LANGUAGES

ON, DAY = "unit/3-2-1702", "2026-06-20"
LONG = "花洒漏水，水压不足，排水很慢需要反复疏通检查 and the shower head drips all night long"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Desk]:
    made = parts.configured(parts.desk(tmp_path, role="lead"), contractors={"CIV": "广厦建设 Build Ltd"},
                            gifts={"umbrella": GiftKind(stock=9), "cake": GiftKind(closed=True)})
    parts.listed(made, "3-2-1702", owners=tuple(f"业主{n}" for n in range(10)), layout="三室两厅", reasons=())
    yield made
    made.database.close()


def busy(desk: Desk, defects: int = 4) -> None:
    """A household that has everything."""
    visit = desk.do(CheckIn(on=ON, party=3)).id
    desk.do(StartInspection(on=ON, visit=visit, escort="李强"))
    for n in range(defects):
        desk.do(LogDefect(on=ON, visit=visit, code=("WAL01", "")[n % 2], room=("KIT", "?")[n // 2 % 2], text=LONG,
                          trade=("CIV", "PLU")[n % 2], wall="A", due="2026-07-04"))
    desk.do(RecordResult(on=ON, visit=visit, code="A"))
    desk.do(GiveKeys(on=ON, visit=visit, sets={"entrance": 5, "own kind": 2}, left=1, until="2026-07-05"))


def printed(desk: Desk, what: str, part: str = "") -> Slip:
    slip = Spool(desk, None, lambda row: None).facts(desk.do(PrintSlip(on=ON, what=what, part=part)).id)
    assert slip is not None
    return slip


def no(desk: Desk, **given: str) -> str:
    with pytest.raises(Refused) as refused:
        desk.do(PrintSlip(on=ON, **given))
    return refused.value.key


PARTS = {"order": "CIV", "gift": "umbrella"}


def test_a_slip_with_nothing_on_it_is_not_printed(site: Desk) -> None:
    keys = {"job": "slip_no_visit", "receipt": "slip_no_defects", "order": "slip_no_defects", "keys": "slip_no_keys",
            "gift": "slip_no_gift", "draw": "slip_no_draw", "poem": "slip_unknown"}
    assert {what: no(site, what=what) for what in keys} == keys
    busy(site)
    assert no(site, what="order", part="ELE") == "slip_no_defects"


def test_every_print_is_counted_by_what_is_on_it_and_a_voided_one_stays_on_paper(site: Desk) -> None:
    busy(site)
    copies = [site.do(PrintSlip(on=ON, what=what, part=part)).ops[0].copy_no  # type: ignore[union-attr]
              for what, part in (("receipt", ""), ("order", "CIV"), ("receipt", ""), ("order", "PLU"), ("draw", ""))]
    assert copies == [0, 0, 1, 0, 0]
    site.void(site.do(PrintSlip(on=ON, what="receipt")).id)
    assert site.state(ON).printed == {"receipt/": 3, "order/CIV": 1, "order/PLU": 1, "draw/A0001": 1}
    with site.database.read() as sql:
        rows = sql.exec_driver_sql("SELECT copy, count(*) FROM slip GROUP BY copy ORDER BY copy").all()
    assert [tuple(row) for row in rows] == [(0, 5), (1, 1), (2, 1)], "the queue slip among them"


def test_a_repair_order_is_one_company_s_whatever_its_trades(site: Desk) -> None:
    busy(site)
    site.do(LogDefect(on=ON, code="ELE01", room="KIT", trade="ELE"))
    site.do(Configure(on="site", contractors={"PLU": "广厦建设 Build Ltd"}))
    both, other = printed(site, "order", "CIV"), printed(site, "order", "ELE")
    assert isinstance(both, UnitSlip) and isinstance(other, UnitSlip)
    assert (both.company, both.trades, len(both.defects)) == ("广厦建设 Build Ltd", ("CIV", "PLU"), 4)
    assert (other.company, other.trades, len(other.defects)) == ("", ("ELE",), 1)
    words = " ".join(texts(Press(site, NoPrinter()).blocks(both, 0)))
    assert all(catalogue().trades[code].name("zh_Hans") in words for code in ("CIV", "PLU"))


def test_the_figures_of_a_day_are_counted_on_their_slips_too(site: Desk) -> None:
    copies = [site.do(PrintTotals(on=f"report/{DAY}", figures={"due_all": 1}, as_known=0)).ops[0].copy_no
              for _ in range(2)]  # type: ignore[union-attr]
    assert copies == [0, 1] and site.state(f"report/{DAY}").printed == 2
    assert not site.state(f"report/{DAY}").revisions


def test_what_is_on_each_slip(site: Desk) -> None:
    busy(site)
    site.do(DropDefect(on=ON, defect=next(iter(site.state(ON).defects)), why="twice"))
    job, receipt, order = (printed(site, what, PARTS.get(what, "")) for what in ("job", "receipt", "order"))
    assert isinstance(job, UnitSlip) and isinstance(receipt, UnitSlip) and isinstance(order, UnitSlip)
    assert (job.queue, job.day, job.party, job.escort, len(job.defects)) == ("A001", DAY, 3, "李强", 3)
    assert len(receipt.defects) == 3 and (order.company, len(order.defects)) == ("广厦建设 Build Ltd", 1)
    keys = printed(site, "keys")
    assert isinstance(keys, UnitSlip)
    assert (keys.keys, keys.left, keys.until) == ({"entrance": 5, "own kind": 2}, 1, "2026-07-05")
    draw = printed(site, "draw")
    assert isinstance(draw, UnitSlip) and draw.part == site.state(ON).draw == "A0001"


def test_no_owner_is_named_on_any_slip(site: Desk) -> None:
    busy(site)
    for what in SLIPS:
        said = " ".join(texts(Press(site, NoPrinter()).blocks(printed(site, what, PARTS.get(what, "")), 0)))
        assert "业主0" not in said and "13800001111" not in said


PAIRS = [("zh_Hans", ""), ("zh_Hans", "en"), ("zh_Hant", "en"), ("en", "")]
PAIRS += [pair for pair in product(LANGUAGES, ("", *LANGUAGES)) if pair not in PAIRS]


@pytest.mark.parametrize("at", range(len(PAIRS)))
def test_every_slip_is_drawn_on_every_paper_in_every_language(
    site: Desk, at: int, counts: Callable[[int, int], int]
) -> None:
    if at >= counts(4, len(PAIRS)):
        pytest.skip("of the large counts")
    first, second = PAIRS[at]
    busy(site, 40)
    site.do(Configure(on="site", slip_language=first, slip_second=second))
    slips = [printed(site, what, PARTS.get(what, "")) for what in SLIPS]
    found = day_report(site, DAY).found
    totals = site.do(PrintTotals(on=f"report/{DAY}", figures=found.plain(), as_known=found.as_known))
    total = Spool(site, None, lambda row: None).facts(totals.id)
    assert isinstance(total, TotalsSlip) and set(total.figures) == set(NAMES)
    for paper, dots in PAPER.items():
        press = Press(site, NoPrinter(), Options(paper))
        for slip in (*slips, total):
            assert press.preview(slip, 1).width == dots
            assert press.missing(slip) == ""
    said = [*texts(Press(site, NoPrinter()).blocks(slips[1], 1))]
    for language in filter(None, (first, second)):
        assert any(catalogue().text("WAL01", language) in text for text in said)


@pytest.mark.parametrize("paper", ["58", "80"])
@pytest.mark.parametrize("what", ["job", "gift", "draw", "keys"])
def test_the_code_scans_from_a_worn_slip_held_askew(site: Desk, what: str, paper: str) -> None:
    busy(site, 2)
    image = Press(site, NoPrinter(), Options(paper)).preview(printed(site, what, PARTS.get(what, "")), 1)
    for seed in range(3):
        read = zxingcpp.read_barcodes(worn(image, seed).convert("L"))
        assert [one.text for one in read] == [slip_code(DAY, "A001", "3-2-1702")]


def test_what_the_font_lacks_is_named(site: Desk) -> None:
    busy(site)
    site.do(LogDefect(on=ON, code="", room="KIT", text="\U0010fffd bad \U0010fffd"))
    assert Press(site, NoPrinter()).missing(printed(site, "receipt")) == "\U0010fffd"


def test_a_slip_that_was_asked_for_comes_out_of_the_printer(site: Desk) -> None:
    busy(site)
    with FakePrinter() as printer:
        spool = Spool(site, Press(site, Network("127.0.0.1", printer.port)), lambda row: None)
        spool.start()
        site.do(PrintSlip(on=ON, what="keys"))
        printer.wait_until(lambda now: len(now.slips) == 2)
        spool.stop()
    for image in printer.slips:
        assert [one.text for one in zxingcpp.read_barcodes(image.convert("L"))] == [slip_code(DAY, "A001", "3-2-1702")]
