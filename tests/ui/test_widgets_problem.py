"""When the program itself is wrong: kept, shown once, nobody stopped."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.problem import Problems
from ui.theme import Theme


def plain(msgid: str, /, **values: object) -> str:
    return msgid.format(**values)


def fault(words: str) -> ValueError:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


@pytest.fixture
def problems(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Problems]:
    problems = Problems(Theme(), plain, tmp_path / "trace", version="1.0")
    yield problems
    sheet = problems.sheet()
    if sheet is not None:
        sheet.reject()


def meet(problems: Problems, error: BaseException) -> None:
    problems.caught(type(error), error, error.__traceback__)


def test_a_fault_is_kept_in_a_file_with_its_trace(problems: Problems, tmp_path: Path) -> None:
    meet(problems, fault("out of cheese"))
    (kept,) = (tmp_path / "trace").iterdir()
    assert "ValueError: out of cheese" in kept.read_text()
    assert "test_widgets_problem" in kept.read_text()


def test_a_fault_is_shown_with_its_details(problems: Problems, qtbot: QtBot) -> None:
    meet(problems, fault("out of cheese"))
    qtbot.waitUntil(lambda: problems.sheet() is not None)
    sheet = problems.sheet()
    assert sheet is not None and "out of cheese" in sheet.details()
    assert not sheet.isModal()


def test_a_second_fault_joins_the_first(problems: Problems, qtbot: QtBot) -> None:
    meet(problems, fault("one"))
    meet(problems, fault("two"))
    qtbot.waitUntil(lambda: problems.sheet() is not None)
    sheet = problems.sheet()
    assert sheet is not None
    qtbot.waitUntil(lambda: "one" in sheet.details() and "two" in sheet.details())


def test_the_same_fault_is_written_once(problems: Problems, tmp_path: Path) -> None:
    error = fault("again")
    for _ in range(3):
        meet(problems, error)
    assert len(list((tmp_path / "trace").iterdir())) == 1


def test_a_fault_in_a_thread_reaches_the_sheet(problems: Problems, qtbot: QtBot) -> None:
    def work() -> None:
        error = fault("in a thread")
        args = threading.ExceptHookArgs((type(error), error, error.__traceback__, threading.current_thread()))
        problems.caught_in_thread(args)

    thread = threading.Thread(target=work, name="printer")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: problems.sheet() is not None)
    sheet = problems.sheet()
    assert sheet is not None and "thread printer" in sheet.details()


def test_an_interrupt_is_no_fault(problems: Problems, tmp_path: Path) -> None:
    meet(problems, KeyboardInterrupt())
    assert not (tmp_path / "trace").exists()


def test_a_folder_that_cannot_be_written_does_not_hide_the_fault(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    problems = Problems(Theme(), plain, tmp_path / "file")
    meet(problems, fault("out of cheese"))
    qtbot.waitUntil(lambda: problems.sheet() is not None)
    sheet = problems.sheet()
    assert sheet is not None
    sheet.reject()


def test_hooks_are_put_in_and_taken_out(problems: Problems) -> None:
    before = (sys.excepthook, threading.excepthook)
    problems.install()
    assert sys.excepthook == problems.caught
    problems.remove()
    assert (sys.excepthook, threading.excepthook) == before
