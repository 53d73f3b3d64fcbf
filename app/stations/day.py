"""The end of a day: its figures are issued, and stay as they were."""

from __future__ import annotations

import msgspec

from app.errors import Refused
from app.log.here import Here
from app.log.operation import Happened, Operation

Figures = dict[str, int | float | None]


class Revision(msgspec.Struct, frozen=True, omit_defaults=True):
    """Figures as they went out: known until `as_known` (ms UTC); `provisional` why they went out although the
    check-sum did not come out."""

    figures: Figures
    as_known: int
    at: int
    by: str
    provisional: str = ""


class Report(msgspec.Struct):
    """A day's reports by entry, in order: the first is revision 0. `printed` counts slips of its figures."""

    revisions: dict[str, Revision] = {}
    printed: int = 0

    def copy(self) -> Report:
        """A copy that can be changed."""
        return Report(dict(self.revisions), self.printed)


class IssueDay(Operation, frozen=True, kw_only=True):
    """A day's figures go out. They are frozen here; a later report of the day is another revision."""

    of = "report"
    figures: Figures
    as_known: int
    sums: bool = True
    provisional: str = ""

    def refusal(self, report: Report, here: Here) -> Refused | None:
        """By the lead; with a reason if the check-sum does not come out (report.md 5.2)."""
        if here.role != "lead":
            return Refused("lead_only", may="lead")
        return None if self.sums or self.provisional.strip() else Refused("report_unbalanced")

    def apply(self, report: Report, entry: Happened) -> None:
        """Beside those before it."""
        report.revisions[entry.id] = Revision(self.figures, self.as_known, entry.at, entry.by, self.provisional)
