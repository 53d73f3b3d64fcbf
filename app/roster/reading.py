"""What a reading of an owner list holds: households, odd rows, and how the columns were understood."""

from __future__ import annotations

import msgspec

# What a list can say of a unit, in the words of the operation that records it.
FACTS = (
    "owners",
    "phones",
    "ids",
    "building",
    "layout",
    "area",
    "area_unit",
    "contract",
    "contract_date",
    "appointment",
    "note",
    "reasons",
    "reason_text",
)


class Household(msgspec.Struct, frozen=True, kw_only=True):
    """One unit with its owners, as one row (or the rows of its co-owners) says.

    `phones`: digits, with '+' and country code as written except the mainland's. `ids`: one per ID number
    found, 'keyed hash:last four', aligned with `owners` where the counts agree; the numbers themselves are
    dropped. `area`: decimal text; `area_unit`: m2, sqft or ''. `contract_date`: ISO or ''. `appointment`:
    '10:00-11:00' or '10:00', after '2026-12-01 ' where the list has the day, or ''. `reasons`: codes of
    onsite.md 3.5, () for eligible, E00 for not eligible without a reason that we know; `reason_text` as
    found. `row`: as Excel shows it, from 1. `given`: those of FACTS that the file has a column for.
    """

    unit: str
    owners: tuple[str, ...]
    phones: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    building: str = ""
    layout: str = ""
    area: str = ""
    area_unit: str = ""
    contract: str = ""
    contract_date: str = ""
    appointment: str = ""
    note: str = ""
    reasons: tuple[str, ...] = ()
    reason_text: str = ""
    sheet: str = ""
    row: int = 0
    given: tuple[str, ...] = FACTS


class Odd(msgspec.Struct, frozen=True):
    """A row that gave no household. `why`: no_unit, bad_unit, unit_is_date, no_owner; or, where the unit was
    met before (its first row stays), repeated, repeated_differs, repeated_other_owners."""

    sheet: str
    row: int
    found: str
    why: str
    unit: str = ""
    first: str = ""
    first_row: int = 0


class Columns(msgspec.Struct, frozen=True):
    """Where a sheet's header is (from 1) and which column (from 0) holds what; see columns.FIELDS.

    An empty mapping passes the sheet over."""

    header_row: int
    mapping: dict[str, int]


class Sheet(msgspec.Struct, frozen=True):
    """A sheet, how its columns were understood (None: no header found) and its first rows for a person.

    ID numbers in `rows` are cut down to their last four. `passed` says why nothing was read from it: '',
    hidden, no_header, left_out."""

    name: str
    columns: Columns | None
    rows: tuple[tuple[str, ...], ...]
    passed: str = ""
    households: int = 0


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file. `passed_over` counts rows (and sheets) without a household of their own, by kind: blank,
    header, totals, title, note, co_owner (its person was joined to the unit's household), sheet; and
    ids_unusable, the ID numbers that Excel or the export had damaged."""

    households: tuple[Household, ...]
    rejected: tuple[Odd, ...]
    repeated: tuple[Odd, ...]
    passed_over: dict[str, int]
    sheets: tuple[Sheet, ...]
    sha256: str
    filename: str

    @property
    def units(self) -> int:
        """How many units the list has."""
        return len(self.households)

    @property
    def owners(self) -> int:
        """Persons, summed over the units."""
        return sum(len(household.owners) for household in self.households)

    @property
    def ineligible(self) -> int:
        """Units with a reason that stops them; fees (W01) only warn."""
        return sum(any(code.startswith("E") for code in household.reasons) for household in self.households)
