"""A form as pages: the same painting for a printer, a PDF and the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontDatabase,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QRawFont,
    QTextDocument,
)
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.errors import Trouble
from app.forms.page import Form
from app.words import Words
from ui.theme import Theme

A4_POINTS = QSizeF(595, 842)
MARGIN, FOOT = 36.0, 20.0  # points
MILLIMETRES = 0.0  # of margin that the device adds: the page has its own
SCREEN_DPI = 96
SMALL = 8  # points of the foot
RADICALS = "".join(map(chr, range(0x2E80, 0x2FE0)))
NAMES, NAME = re.compile(rb"begincmap.*?endcmap", re.DOTALL), re.compile(rb"<2[EF][0-9A-F]{2}>")


class Pages:
    """The pages of some forms, in the fonts of a language. Each form counts its own pages."""

    def __init__(self, forms: Sequence[Form], theme: Theme, t: Words) -> None:
        self._t = t
        self._font = QFont()
        self._font.setFamilies(list(theme.families(t.language)))
        self._font.setPointSizeF(9)
        for feature in ("locl", "liga"):  # of a glyph that stands for another one a PDF does not say which letter it is
            self._font.setFeature(QFont.Tag(feature), 0)
        self._documents = [(form, self._document(form)) for form in forms]

    def __len__(self) -> int:
        return sum(document.pageCount() for _, document in self._documents)

    def named(self, pdf: bytes) -> bytes:
        """The same PDF, its characters by their own names: a font has one picture for 黄 and for the radical ⻩, and Qt
        writes down the radical, which nobody finds who looks for the owner. Only the tables of names are touched, and
        they stay as long as they were."""
        texts = [document.toPlainText() + form.foot for form, document in self._documents]
        said = {*"".join(texts), *self._t("Page {n} of {of}")}
        names: dict[bytes, bytes] = {}
        for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold):
            font = QFont(self._font)
            font.setWeight(weight)
            raw = QRawFont.fromFont(font, QFontDatabase.WritingSystem.SimplifiedChinese)
            glyphs = dict(zip(raw.glyphIndexesForString(RADICALS), RADICALS, strict=True))
            for c in said - {*RADICALS}:
                radical = glyphs.get(raw.glyphIndexesForString(c)[0]) if ord(c) < 0x10000 else None
                if radical and radical not in said:
                    names[b"<%04X>" % ord(radical)] = b"<%04X>" % ord(c)
        return NAMES.sub(lambda table: NAME.sub(lambda one: names.get(one[0], one[0]), table[0]), pdf)

    def paint(self, painter: QPainter, dpi: float) -> Iterator[int]:
        """Paint page after page; between two the caller turns to a new one. `dpi` of the device."""
        n = 0
        for form, document in self._documents:
            for page in range(document.pageCount()):
                yield n
                n += 1
                painter.save()
                painter.scale(dpi / 72, dpi / 72)
                self._paint(painter, form, document, page)
                painter.restore()

    def pictures(self, most: int) -> list[QImage]:
        """The first pages as pictures, to look at."""
        size = (A4_POINTS * (SCREEN_DPI / 72)).toSize()
        made: list[QImage] = []
        for form, document in self._documents:
            for page in range(document.pageCount()):
                if len(made) == most:
                    return made
                image = QImage(size, QImage.Format.Format_RGB32)
                image.fill(Qt.GlobalColor.white)
                painter = QPainter(image)
                painter.scale(SCREEN_DPI / 72, SCREEN_DPI / 72)
                self._paint(painter, form, document, page)
                painter.end()
                made.append(image)
        return made

    def _document(self, form: Form) -> QTextDocument:
        document = QTextDocument()
        document.setDefaultFont(self._font)
        document.setDocumentMargin(0)
        document.setHtml(form.body)
        document.setPageSize(QSizeF(A4_POINTS.width() - 2 * MARGIN, A4_POINTS.height() - 2 * MARGIN - FOOT))
        return document

    def _paint(self, painter: QPainter, form: Form, document: QTextDocument, page: int) -> None:
        wide, high = document.pageSize().width(), document.pageSize().height()
        painter.save()
        painter.translate(MARGIN, MARGIN - page * high)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = QRectF(0, page * high + 1, wide, high - 2)  # what only touches is of the next
        context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)  # paper is white in a dark look, too
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        font = QFont(self._font)
        font.setPixelSize(SMALL)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.black)
        foot = QRectF(MARGIN, MARGIN + high + 6, wide, FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, form.foot)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight,
                         self._t("Page {n} of {of}", n=page + 1, of=document.pageCount()))


def save(pages: Pages, file: Path, title: str) -> None:
    """As PDF, whole or not at all. Raises Trouble `file_unwritable`."""
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.touch()  # Qt would only murmur
        writer = QPdfWriter(str(beside))
        writer.setTitle(title)
        writer.setResolution(300)
        _to_a4(writer)
        if not _paint_all(pages, writer, 300):
            raise Trouble("file_unwritable", file=str(file), why="")
        beside.write_bytes(pages.named(beside.read_bytes()))
        beside.replace(file)
    except OSError as error:
        raise Trouble("file_unwritable", file=str(file), why=error.strerror or str(error)) from error


def print_on(pages: Pages, name: str, title: str) -> None:
    """On a printer of the system, '' for its usual one. Raises Trouble `form_printer_none` or `form_printer_gone`."""
    names = QPrinterInfo.availablePrinterNames()
    chosen = name or QPrinterInfo.defaultPrinterName() or next(iter(names), "")
    if not chosen:
        raise Trouble("form_printer_none")
    if chosen not in names:
        raise Trouble("form_printer_gone", name=chosen)
    printer = QPrinter(QPrinterInfo.printerInfo(chosen), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    _to_a4(printer)
    if not _paint_all(pages, printer, printer.resolution()):
        raise Trouble("form_printer_gone", name=chosen)


def _to_a4(device: QPdfWriter | QPrinter) -> None:
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(MILLIMETRES, MILLIMETRES, MILLIMETRES, MILLIMETRES), QPageLayout.Unit.Millimeter)


def _paint_all(pages: Pages, device: QPdfWriter | QPrinter, dpi: float) -> bool:
    if isinstance(device, QPrinter):
        device.setFullPage(True)
    painter = QPainter()
    if not painter.begin(device):
        return False
    for n in pages.paint(painter, dpi):
        if n:
            device.newPage()
    return painter.end()
