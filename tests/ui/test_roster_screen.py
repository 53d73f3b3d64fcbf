"""The owner list in the window: choose, look, change, import; finish, take back, mend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Trouble
from app.first_start import start_site
from app.roster.read import read
from app.roster_import import Importer
from app.stations.arrival import CheckIn
from app.words import Words
from ui.bridge import Bridge
from ui.roster.screen import RosterScreen
from ui.theme import Theme

FILES = Path(__file__).parent.parent / "app" / "roster" / "files"
HEAD = "房号,业主,电话,是否符合交付条件,不符合原因\n"


class Office:
    """A laptop at which somebody brings lists in."""

    def __init__(self, bot: QtBot, folder: Path) -> None:
        self.bot, self.folder = bot, folder
        self.desk: Desk = start_site(
            folder / "site", Clock(), name="Riverside", days=(), zone="Asia/Shanghai", language="en"
        )
        self.bridge = Bridge(self.desk)
        self.t = Words()
        self.screen = RosterScreen(Theme(), self.t, self.desk, self.bridge)
        self.screen.retranslate()
        self.said: list[tuple[str, str]] = []
        self.screen.said.connect(lambda kind, text: self.said.append((kind, text)))
        self.bridge.changed.connect(self.screen.changed)
        bot.addWidget(self.screen)
        self.screen.resize(1200, 640)
        self.screen.show()
        self.screen.enter()

    @property
    def page(self) -> QWidget:
        return self.screen._stack.currentWidget()

    def done(self) -> None:
        self.bot.waitUntil(lambda: not self.screen.busy)

    def open(self, path: Path, finishing: str = "") -> dict[str, int]:
        self.screen.open_file(path, finishing)
        self.done()
        return self.figures()

    def figures(self) -> dict[str, int]:
        return {name: int(tile.accessibleDescription()) for name, tile in self.screen.preview.tiles.items()}

    def bring(self, path: Path) -> None:
        self.open(path)
        self.screen.preview.checked_by.insert("周丽")
        self.bot.keyClick(self.screen.preview.checked_by, Qt.Key.Key_Return)
        self.done()

    def list(self, text: str, name: str = "list.csv") -> Path:
        path = self.folder / name
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    def unfinished(self, path: Path) -> str:
        importer = Importer(self.desk)
        found = read(path, importer.key())

        def full(done: int, of: int) -> None:
            raise Trouble("disk_full")

        with pytest.raises(Trouble):
            importer.write(found, importer.preview(found), "周丽", full)
        self.screen.enter()
        return f"1-{found.sha256[:16]}"

    def lists(self) -> list[list[str]]:
        return [list(row) for row in self.screen.lists.cells.rows]

    def rows(self, tile: str) -> list[tuple[str, ...]]:
        self.screen.preview.tiles[tile].click()
        return [tuple(row) for row in self.screen.preview.cells.rows]


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    made = Office(qtbot, tmp_path)
    yield made
    made.done()
    made.bridge.close()
    made.desk.database.close()


THREE = """1-1-101,陈静雯,13800001111,是,
1-1-102,王敏,13800002222,否,尾款未结清
1-1-103,周丽,13800003333,是,
"""


@pytest.mark.parametrize(
    ("name", "units", "rejected", "repeated"),
    [
        ("tidy.xlsx", 816, 0, 0),
        ("hongkong.xlsx", 768, 0, 0),
        ("messy.xlsx", 1092, 7, 7),
        ("gb18030.csv", 232, 0, 0),
    ],
)
def test_a_real_list_is_brought_in_with_the_keyboard(
    office: Office, name: str, units: int, rejected: int, repeated: int
) -> None:
    seen = office.open(FILES / name)
    assert (seen["new"], seen["rejected"], seen["repeated"]) == (units, rejected, repeated)
    assert not office.lists()
    office.bring(FILES / name)
    (row,) = office.lists()
    assert (*row[:2], row[3], row[4], row[8]) == ("1", "Complete", name, str(units), str(rejected))
    assert row[9] == "周丽"
    assert office.said == [("done", f"List 1 is in: {units} new, 0 changed, 0 missing from it.")]
    again = office.open(FILES / name)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, units)


def test_looking_at_a_file_writes_nothing(office: Office) -> None:
    before = office.desk.vector()
    office.open(office.list(THREE))
    office.bot.keyClick(office.screen.preview, Qt.Key.Key_Escape)
    assert office.page is office.screen.lists
    assert office.desk.vector() == before


def test_rows_that_are_rejected_are_named_with_row_finding_and_reason(office: Office) -> None:
    office.open(FILES / "messy.xlsx")
    rows = office.rows("rejected")
    assert rows[0][:3] == ("1栋", "29", "23  待定  未售")
    assert all(row[3] for row in rows)
    assert office.rows("repeated")[0][1] == "22"


def test_a_newer_list_shows_before_and_after_and_what_is_missing(office: Office) -> None:
    office.bring(office.list(THREE))
    newer = "1-1-101,陈大文,13800001111,是,\n1-1-102,王敏,13800002222,是,\n"
    seen = office.open(office.list(newer, "newer.csv"))
    assert (seen["new"], seen["changed"], seen["unchanged"], seen["missing"]) == (0, 2, 0, 1)
    assert office.rows("changed")[:2] == [("1-1-101", "Owners", "陈静雯", "陈大文"),
                                          ("1-1-102", "Eligibility", "Balance not paid", "Eligible")]
    assert office.rows("missing") == [("1-1-103", "周丽")]
    assert office.rows("unchanged") == []


def test_a_wrong_guess_of_a_column_is_put_right(office: Office) -> None:
    path = office.folder / "odd.csv"
    path.write_text("A,B,C\n1-1-101,x,陈静雯\n1-1-102,y,王敏\n", encoding="utf-8")
    office.open(path)
    preview = office.screen.preview
    assert office.page is preview
    assert not preview.go.isEnabled()
    for column, field in ((0, "unit"), (2, "owner")):
        combo = preview.columns.fields[column]
        combo.setCurrentIndex(combo.findData(field))
        combo.activated.emit(combo.currentIndex())
        office.done()
    preview.columns.header.setValue(1)
    office.done()
    assert office.figures()["new"] == 2
    assert office.rows("new")[0][:2] == ("1-1-101", "陈静雯")


def test_a_field_that_a_list_has_once_moves_to_the_column_that_is_given_it(office: Office) -> None:
    office.open(office.list(THREE))
    fields = office.screen.preview.columns.fields
    fields[4].setCurrentIndex(fields[4].findData("unit"))
    fields[4].activated.emit(fields[4].currentIndex())
    office.done()
    assert [combo.currentData() for combo in fields][::4] == ["", "unit"]


def test_the_name_of_who_checked_the_list_is_asked_for(office: Office) -> None:
    office.open(office.list(THREE))
    before = office.desk.vector()
    office.bot.keyClick(office.screen.preview, Qt.Key.Key_Return)
    said = office.screen.preview._checked.complaint()
    assert said == "Who checked the list? Their name belongs to the version."
    assert office.screen.focusWidget() is office.screen.preview.checked_by
    assert office.desk.vector() == before


@pytest.mark.parametrize(("name", "data", "key"), [
    ("photo.xlsx", b"\x89PNG\r\n", "file_not_table"), ("empty.csv", b" \n", "file_empty"),
    ("cut.xlsx", (FILES / "tidy.xlsx").read_bytes()[:40_000], "file_damaged"),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_one_sentence(
    office: Office, name: str, data: bytes, key: str
) -> None:
    (office.folder / name).write_bytes(data)
    before = office.desk.vector()
    office.open(office.folder / name)
    assert office.page is office.screen.lists
    assert office.screen.lists.said() == office.t.say(Trouble(key, file=name))
    assert office.desk.vector() == before


def test_a_file_of_200_mb_is_not_even_read(office: Office) -> None:
    path = office.folder / "big.xlsx"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    office.open(path)
    too_big = Trouble("file_too_big", file="big.xlsx", mb=200, limit=50)
    assert office.screen.lists.said() == office.t.say(too_big)


def test_a_text_that_does_not_tell_its_encoding_is_asked_about(office: Office) -> None:
    path = office.folder / "big5.csv"
    path.write_bytes("單位,業主,電話\n1座2樓A室,黃曉明,51234567\n1座2樓B室,陳靜儀,51234568\n".encode("big5hkscs"))
    office.open(path)
    assert office.page is office.screen.encoding
    office.screen.encoding.encoding.button("big5hkscs").click()
    office.bot.keyClick(office.screen.encoding, Qt.Key.Key_Return)
    office.done()
    assert office.rows("new")[0][1] == "黃曉明"


def test_a_cell_that_looks_like_a_formula_or_a_tag_is_shown_as_it_is(office: Office) -> None:
    office.bring(office.list("1-1-101,-陈静雯,13800001111,是,\n1-1-102,<i>王敏,13800002222,否,=SUM(A1)\n"))
    seen = office.open(office.list("1-1-101,@陈静雯,13800001111,是,\n", "newer.csv"))
    assert (seen["changed"], seen["missing"]) == (1, 1)
    assert office.rows("changed") == [("1-1-101", "Owners", "-陈静雯", "@陈静雯")]
    assert office.rows("missing") == [("1-1-102", "<i>王敏")]
    assert office.desk.state("unit/1-1-102").fact("reason_text") == "=SUM(A1)"


def test_the_program_can_be_used_while_a_list_is_written(office: Office) -> None:
    office.bring(office.list(THREE))
    office.open(FILES / "tidy.xlsx")
    office.screen.write("周丽")
    assert office.screen.busy
    assert not office.screen.preview.go.isEnabled()
    office.desk.do(CheckIn(on="unit/1-1-103"))
    office.done()
    assert office.lists()[0][0] == "2"
    assert len(office.desk.state("unit/1-1-103").visits) == 1


def test_an_unfinished_list_is_shown_and_finished_with_the_same_file(office: Office) -> None:
    version = office.unfinished(FILES / "tidy.xlsx")
    assert office.lists()[0][1] == "Unfinished: 50 written"
    assert office.screen.lists.end.isVisible()
    seen = office.open(FILES / "tidy.xlsx", version)
    assert (seen["new"], seen["unchanged"]) == (766, 50)
    assert office.screen.preview.go.words == "Finish list 1"
    office.screen.write("周丽")
    office.done()
    (row,) = office.lists()
    assert (row[1], row[4]) == ("Complete", "816")


def test_another_file_does_not_finish_it(office: Office) -> None:
    version = office.unfinished(FILES / "tidy.xlsx")
    office.open(FILES / "gb18030.csv", version)
    assert office.page is office.screen.lists
    assert office.screen.lists.said()


def test_a_list_is_taken_back_with_a_reason(office: Office) -> None:
    office.bring(office.list(THREE))
    lists = office.screen.lists
    lists.back.click()
    office.bot.keyClick(lists.why, Qt.Key.Key_Return)
    assert lists._why.complaint() == "A reason is needed."
    office.bot.keyClicks(lists.why, "wrong building")
    office.bot.keyClick(lists.why, Qt.Key.Key_Return)
    office.done()
    assert office.lists() == []
    assert office.said[-1] == ("done", "The list is taken back; arrivals and notes stay.")


def test_only_the_newest_list_offers_to_be_taken_back(office: Office) -> None:
    office.bring(office.list(THREE))
    office.bring(office.list(THREE + "1-1-104,赵云,13800004444,是,\n", "newer.csv"))
    assert office.screen.lists.back.isVisible()
    office.screen.lists.table.selectRow(1)
    assert not office.screen.lists.back.isVisible()


def test_news_from_other_desks_does_not_take_the_question_away(office: Office) -> None:
    office.bring(office.list(THREE))
    office.screen.lists.back.click()
    office.screen.changed({"unit/1-1-101"})
    assert office.screen.lists.why.isVisible()


def test_a_wrong_code_is_mended_before_the_corrected_list_comes_in(office: Office) -> None:
    office.bring(office.list(THREE))
    office.desk.do(CheckIn(on="unit/1-1-103"))
    right = office.list(THREE.replace("1-1-103", "1-1-105"), "right.csv")
    assert office.open(right)["missing"] == 1
    office.rows("missing")
    office.screen.preview.table.selectRow(0)
    office.screen.preview.mend_button.click()
    absent = office.screen.absent
    assert absent.code.text() == "1-1-103"
    office.bot.keyClicks(absent.to, "1-1-105")
    office.bot.keyClick(absent.to, Qt.Key.Key_Return)
    office.bot.keyClick(absent, Qt.Key.Key_Escape)
    office.done()
    seen = office.figures()
    assert (seen["new"], seen["missing"], seen["unchanged"]) == (0, 0, 3)
    assert len(office.desk.state("unit/1-1-103").visits) == 1


def test_a_code_that_is_taken_is_refused_where_it_was_typed(office: Office) -> None:
    office.bring(office.list(THREE))
    office.screen.mend("1-1-103", "1-1-101")
    assert office.screen.absent._fields[1].complaint() == "There is a unit 1-1-101 already."


def test_missing_units_are_listed_and_still_there(office: Office) -> None:
    office.bring(office.list(THREE))
    office.bring(office.list(THREE.splitlines(keepends=True)[0], "newer.csv"))
    office.screen.lists.missing.click()
    assert [row[0] for row in office.screen.absent.cells.rows] == ["1-1-102", "1-1-103"]
    assert office.desk.state("unit/1-1-103").owners == ("周丽",)


def test_a_receptionist_sees_why_not(office: Office) -> None:
    office.desk.operator = Operator("王敏", "desk")
    office.screen.enter()
    assert not office.screen.lists.bring.isEnabled()
    assert office.screen.lists.why_not.isVisible()
    office.screen.open_file(FILES / "tidy.xlsx")
    assert office.said[-1][0] == "refused"
    assert not office.screen.busy


def test_a_file_that_is_dropped_is_read(office: Office) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(FILES / "gb18030.csv"))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    office.screen.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    office.done()
    assert office.figures()["new"] == 232


def test_every_control_has_a_name_for_a_screen_reader(office: Office) -> None:
    office.bring(FILES / "messy.xlsx")
    office.open(FILES / "messy.xlsx")
    kinds = (QAbstractButton, QComboBox, QLineEdit, QSpinBox, QTableView)
    controls = [w for w in office.screen.findChildren(QWidget) if isinstance(w, kinds)]
    nameless = [w for w in controls if not w.accessibleName() and not w.objectName().startswith("qt_")]
    assert nameless == []


def test_another_language_is_spoken_at_once(office: Office) -> None:
    office.open(FILES / "messy.xlsx")
    office.t.switch("zh_Hans")
    office.screen.retranslate()
    assert office.figures()["new"] == 1092
    assert office.page is office.screen.preview


def test_what_a_person_says_of_the_columns_outlives_a_change_of_language(office: Office) -> None:
    path = office.folder / "list.xlsx"
    load_workbook(FILES / "tidy.xlsx").save(path)
    office.open(path)
    combo = office.screen.preview.columns.fields[14]
    combo.setCurrentIndex(combo.findData(""))
    combo.activated.emit(0)
    office.done()
    office.screen.retranslate()
    assert office.screen.preview.columns.fields[14].currentData() == ""
    assert "note" not in office.screen.preview.columns.columns()["交楼名单"].mapping


