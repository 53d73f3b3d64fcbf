"""Photos of a defect: from a file, dropped, pasted; looked at; taken back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import parts
import pytest
from counter import ALT, CTRL, Key
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from walker import Walker, walking

from app.desk import Desk
from app.photos import Photos
from ui.inspection.photos import PhotoSheet


@pytest.fixture
def at(qtbot: QtBot, qapp: QApplication, desk: Desk, clock: parts.TestClock) -> Iterator[Walker]:
    with walking(qtbot, qapp, desk, clock) as walker:
        yield walker


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "crack.jpg"
    Image.new("RGB", (400, 300), "#884422").save(file)
    return file


def logged(at: Walker) -> None:
    at.out()
    at.type("wal01")
    at.enter()
    assert len(at.standing()) == 1


def hints(at: Walker) -> list[str]:
    return [row.hint for row in at.screen.defects.list.rows()]


def test_a_photo_that_is_dropped_belongs_to_the_defect_under_the_cursor(at: Walker, photo: Path) -> None:
    logged(at)
    given = QMimeData()
    given.setUrls([QUrl.fromLocalFile(str(photo))])
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, given, Qt.MouseButton.LeftButton,
                               Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(at.screen, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(at.screen, QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, given,
                                                 Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    (kept,) = at.unit("1-1-101").photos.values()
    assert kept.defect == at.standing()[0].id and "Photos: 1" in hints(at)[0]
    assert Photos(at.desk.home.path.parent).has(kept.sha256, kept.size)


def test_a_picture_is_pasted_and_text_is_still_text(at: Walker) -> None:
    logged(at)
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    QApplication.clipboard().setImage(picture)
    at.press(Key.Key_V, CTRL)
    assert len(at.unit("1-1-101").photos) == 1 and at.screen.entry.line.text() == ""
    QApplication.clipboard().setText("wal")
    at.press(Key.Key_V, CTRL)
    assert at.screen.entry.line.text() == "wal" and len(at.unit("1-1-101").photos) == 1


def test_without_a_defect_there_is_nothing_to_photograph_and_a_bad_file_is_named(at: Walker, photo: Path) -> None:
    at.out()
    at.press(Key.Key_P, ALT)
    assert "Log the defect first" in at.window.said()[1]
    at.press(Key.Key_O, ALT)
    assert "no photo of it yet" in at.window.said()[1]
    at.type("wal01")
    at.enter()
    at.screen.photograph([("notes.txt", b"no photo")])
    assert "notes.txt is no photo" in at.window.said()[1] and not at.unit("1-1-101").photos
    at.screen.photograph([("crack.jpg", photo.read_bytes()), ("gone.jpg", b"")])
    assert "gone.jpg" in at.window.said()[1] and len(at.unit("1-1-101").photos) == 1


def test_photos_are_looked_at_one_after_the_other_and_one_that_is_elsewhere_says_so(at: Walker, photo: Path) -> None:
    logged(at)
    other = io.BytesIO()
    Image.new("RGB", (300, 400), "#224488").save(other, "PNG")
    at.screen.photograph([("a.jpg", photo.read_bytes()), ("b.png", other.getvalue())])
    assert at.window.said()[1].endswith(": 2")
    second = list(at.unit("1-1-101").photos.values())[1]
    Photos(at.desk.home.path.parent).path(second.sha256).unlink()
    at.press(Key.Key_O, ALT)
    (sheet,) = at.screen.findChildren(PhotoSheet)
    assert sheet.count.text() == "1 of 2" and not sheet.picture.pixmap().isNull()
    at.bot.keyClick(sheet, Key.Key_Right)
    assert sheet.count.text() == "2 of 2" and "at another laptop" in sheet.picture.text()
    assert not sheet.after.isEnabled()
    at.bot.keyClick(sheet, Key.Key_Escape)
    assert not sheet.isVisible()


def test_it_is_undone_like_anything_else(at: Walker, photo: Path) -> None:
    logged(at)
    at.screen.photograph([("a.jpg", photo.read_bytes())])
    at.press(Key.Key_Z, CTRL)
    assert "photo" in at.screen.session.question.words
    at.enter()
    assert not at.unit("1-1-101").photos and len(at.standing()) == 1
