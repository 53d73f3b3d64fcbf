"""A household from the cells of its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.roster.cells import appointment, area, area_unit, iso_day, text
from app.roster.columns import like
from app.roster.headings import MANY
from app.roster.lines import Line
from app.roster.people import ids, ids_within, owners, phones, without_ids
from app.roster.reading import FACTS, Columns, Household
from app.roster.reasons import FEES, judged, unpaid

_JUDGED = ("eligible", "reason", "fees")
_COLUMN_OF = {  # what a fact comes from, where that is not a column of its own name
    "owners": ("owner",),
    "phones": ("phone",),
    "ids": ("id",),
    "area_unit": ("area",),
    "building": ("owner",),
    "reasons": _JUDGED,
    "reason_text": _JUDGED,
}


class Cells:
    """Reads the lines of one sheet. ID numbers leave this place only as keyed hashes."""

    def __init__(
        self, sheet: str, columns: Columns, heads: Sequence[object], key: bytes, passed: Counter[str]
    ) -> None:
        self._sheet, self._key, self._passed = sheet, key, passed
        self._at = columns.mapping
        self._many = {field: like(field, columns.mapping) for field in MANY}
        self._heads = [text(head) for head in heads]
        self._area_unit = area_unit(self._head("area"))
        self._judged: dict[tuple[object, object], tuple[tuple[str, ...], str]] = {}
        self._given = tuple(
            fact for fact in FACTS if not self._at.keys().isdisjoint(_COLUMN_OF.get(fact, (fact,)))
        )

    def owners(self, line: Line) -> tuple[str, ...]:
        """Everybody whom the owner columns name."""
        return tuple(name for at in self._many["owner"] for name in owners(_cell(line, at)))

    def household(self, line: Line, unit: str, building: str, names: tuple[str, ...]) -> Household:
        """The whole line. What a cell holds but does not say clearly goes into the note, as it is."""
        booked = appointment(self._value("appointment", line), self._value("appointment_date", line))
        due = iso_day(self._value("contract_date", line))
        unclear = [] if booked else ["appointment_date", "appointment"]
        unclear += [] if due else ["contract_date"]
        size, size_unit = area(self._value("area", line), self._area_unit)
        reasons, reason_text = self._reasons(line)
        return Household(
            unit=unit,
            owners=names,
            phones=self._phones(line),
            ids=self._ids(line),
            building=building,
            layout=self._text("layout", line),
            area=size,
            area_unit=size_unit,
            contract=self._text("contract", line),
            contract_date=due,
            appointment=booked,
            note=self._note(line, unclear),
            reasons=reasons,
            reason_text=reason_text,
            sheet=self._sheet,
            row=line.row,
            given=self._given,
        )

    def _value(self, field: str, line: Line) -> object:
        at = self._at.get(field)
        return "" if at is None else _cell(line, at)

    def _text(self, field: str, line: Line) -> str:
        return text(self._value(field, line))

    def _head(self, field: str) -> str:
        at = self._at.get(field, -1)
        return self._heads[at] if 0 <= at < len(self._heads) else ""

    def _phones(self, line: Line) -> tuple[str, ...]:
        columns = self._many["phone"] or self._many["owner"]
        return tuple(dict.fromkeys(number for at in columns for number in phones(_cell(line, at))))

    def _ids(self, line: Line) -> tuple[str, ...]:
        found: list[str] = []
        for at in self._many["id"]:
            numbers, damaged = ids(_cell(line, at), self._key)
            found += numbers
            self._passed["ids_unusable"] += damaged
        if not found:
            found = [
                number for at in self._many["owner"] for number in ids_within(_cell(line, at), self._key)
            ]
        return tuple(found)

    def _reasons(self, line: Line) -> tuple[tuple[str, ...], str]:
        cells = self._value("eligible", line), self._value("reason", line)
        if cells not in self._judged:
            self._judged[cells] = judged(*cells)
        reasons, said = self._judged[cells]
        owed = [
            f"{self._heads[at]}: {text(_cell(line, at))}"
            for at in self._many["fees"]
            if at < len(self._heads) and unpaid(self._heads[at], _cell(line, at))
        ]
        if owed:
            reasons = tuple(sorted({*reasons, FEES}))
        return reasons, without_ids("；".join(part for part in (said, *owed) if part))

    def _note(self, line: Line, unclear: Sequence[str]) -> str:
        notes = [text(_cell(line, at)) for at in self._many["note"]]
        notes += [f"{self._head(field)}: {said}" for field in unclear if (said := self._text(field, line))]
        return without_ids("；".join(note for note in notes if note))


def _cell(line: Line, at: int) -> object:
    return line.cells[at] if at < len(line.cells) else ""
