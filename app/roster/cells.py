"""What single cells say, whatever shape the export gave them: text, dates, areas, appointments."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b-\u200f\u2060]")
_DAY = re.compile(
    r"(?<![0-9])([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?(?:\s*00:00(?::00)?)?"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[-/.]\s*([0-9]{1,2})\s*[-/.]\s*([0-9]{4})")
_AREA = re.compile(r"([0-9]+(?:\.[0-9]+)?)")
_METRES = re.compile(r"m2|m²|sq\.?m|平方米|平米|平方公尺|㎡", re.IGNORECASE)
_FEET = re.compile(r"sq\.?\s*ft|ft2|平方呎|平方尺|平方英尺|呎|尺|sqft|square f", re.IGNORECASE)
_SLOT = re.compile(r"[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]")
_HALF = "(上午|下午|晚上|AM|PM)?"
_CLOCK = rf"{_HALF}\s*([0-9]{{1,2}})(?:\s*[:点點时時]\s*([0-5][0-9]|半)?\s*分?)?\s*(AM|PM)?"
_TIMES = re.compile(rf"{_CLOCK}(?:\s*(?:-|~|–|—|至|到|TO)+\s*{_CLOCK})?")
_EPOCH = date(1899, 12, 30)  # Excel's day 0; right from 1 March 1900 on


def text(value: object) -> str:
    """A cell as a person reads it. Numbers without the .0 that spreadsheets add; days as ISO."""
    if isinstance(value, str):
        value = value.strip()
        return value if value.isprintable() else _CONTROL.sub("", value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(value: object) -> str:
    """A cell's text with full-width signs as ordinary ones, to be taken apart."""
    said = text(value)
    return said if said.isascii() else unicodedata.normalize("NFKC", said)


def iso_day(value: object) -> str:
    """The ISO date that a cell gives as a date, a serial number of Excel, or text; '' if it gives none."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    said = plain(value)
    if re.fullmatch(r"[2-7][0-9]{4}(\.[0-9]+)?", said):
        return (_EPOCH + timedelta(days=int(float(said)))).isoformat()
    if re.fullmatch(r"(?:19|20)[0-9]{6}", said):
        return _valid(said[:4], said[4:6], said[6:])
    if found := _DAY.search(said):
        return _valid(found[1], found[2], found[3])
    if found := _DAY_FIRST.fullmatch(said):
        day, month = (found[2], found[1]) if int(found[2]) > 12 else (found[1], found[2])
        return _valid(found[3], month, day)
    return ""


def _valid(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def area(value: object, usual: str = "") -> tuple[str, str]:
    """An area as decimal text, and its unit: what the cell says, or else `usual`."""
    if isinstance(value, float):
        return text(value), usual
    said = plain(value).replace(",", "")
    found = _AREA.search(said)
    return (found[1], area_unit(said) or usual) if found else ("", "")


def area_unit(value: object) -> str:
    """The unit of area that a cell or heading names: m2, sqft or ''."""
    said = plain(value)
    return "sqft" if _FEET.search(said) else "m2" if _METRES.search(said) else ""


def appointment(value: object, day: object = None) -> str:
    """'10:00-11:00' or '10:00', after '2026-12-01 ' where a day is given in the cell or beside it.

    '' where the cell does not give that exactly, so that a person gets to read it as it is."""
    if isinstance(value, datetime):
        clock = "" if value.time() == time() else f"{value:%H:%M}"
        return f"{value:%Y-%m-%d} {clock}" if clock else ""
    said = plain(value)
    if not said:
        return ""
    date_, rest = iso_day(day), said
    if not _SLOT.fullmatch(said):
        if found := _DAY.search(said):
            date_, rest = _valid(found[1], found[2], found[3]), said[: found.start()] + said[found.end() :]
        rest = _slot(rest.strip().upper())
    return f"{date_} {rest}".strip() if rest else ""


def _slot(said: str) -> str:
    found = _TIMES.fullmatch(re.sub(r"(?<=[0-9]):[0-9]{2}:00", lambda m: m.group()[:3], said))
    if found is None or not re.search("[:点點时時]|AM|PM", said):
        return ""
    half, hour, minute, after, half2, hour2, minute2, after2 = found.groups()
    start, end = _time(hour, minute, half or after), _time(hour2, minute2, half2 or after2 or half or after)
    if not (half or after) and end:  # 2:00-3:00 PM is said of both, 11:30-12:30 PM is not
        later = _time(hour, minute, half2 or after2)
        start = later if later and later <= end else start
    return "" if start is None or (hour2 and end is None) else f"{start}-{end}" if end else start


def _time(hour: str | None, minute: str | None, half: str | None) -> str | None:
    if hour is None:
        return None
    hours = int(hour) + (12 if half in ("下午", "晚上", "PM") and int(hour) < 12 else 0)
    return f"{hours:02}:{'30' if minute == '半' else minute or '00'}" if hours < 24 else None
