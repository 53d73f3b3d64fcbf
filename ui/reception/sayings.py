"""What the card says: the owner's words of domain/strings.csv for the state that a household is in.

The queue reads along: a reason is never among these sentences, it is told apart (`reason_words`), while a key is
held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.log.here import local
from app.queries.coming import Coming
from app.queries.households import Household
from app.sentences import N_
from app.stations.site import Site
from app.unit import Reason, Unit, Visit
from app.words import Words
from ui.reception.sight import Sight
from ui.tokens import Kind

REASONS: Mapping[str, str] = MappingProxyType({
    "E00": N_("Not eligible, reason not on the list"),
    "E01": N_("Balance not paid"),
    "E02": N_("Mortgage not released"),
    "E03": N_("Area difference not settled"),
    "E04": N_("Contract not registered or not signed"),
    "E05": N_("Late-payment penalty open"),
    "E06": N_("Dispute, lawsuit or rescission running"),
    "E07": N_("Sealed or seized"),
    "E08": N_("Identity papers missing"),
    "E09": N_("No power of attorney"),
    "E10": N_("Co-owner missing"),
    "E11": N_("Name changed, assigned or inherited"),
    "E12": N_("Unit itself not ready"),
    "W01": N_("Deed tax, maintenance fund or property fee not paid"),
})
KEPT: Mapping[str, str] = MappingProxyType({
    "kept": N_("Booked {slot} · on time"), "early": N_("Booked {slot} · before the slot"),
    "late": N_("Booked {slot} · after the slot"), "not_yet": N_("Booked {slot}"),
})
_FINANCE: Mapping[str, str] = MappingProxyType({
    "E01": N_("Your arrival is registered. First, Finance at station {s} will go through the last payment with you; "
              "you keep your place."),
    "E02": N_("The bank's payment has not reached us yet. Station {s} will ask the bank; you keep your place."),
    "E03": N_("The measured area differs a little from the contract. Station {s} will show you the figures."),
    "E05": N_("A point about payment dates is open. Finance, station {s}, will explain it."),
})


@dataclass(frozen=True, slots=True)
class Notice:
    """A band on the card: `title` for the eye, `text` to be read aloud."""

    kind: Kind
    title: str
    text: str = ""


class Sayings:
    """Makes sentences, in the language of now, for a site's stations and colleagues."""

    def __init__(self, t: Words) -> None:
        self._t = t

    def state(self, row: Household, clock: str) -> tuple[Kind, str]:
        """A household's state in a word, for a row; `clock` is when the visit of today came."""
        t = self._t
        if row.here is not None:
            return "off", " ".join((clock, *row.here.numbers))
        if row.withdrawn:
            return "off", t("Contract ended")
        return self.step(row.step)

    def step(self, step: str) -> tuple[Kind, str]:
        """What stands before the escort, in a word."""
        t = self._t
        if step == "colleague":
            return "news", t("A colleague will help")
        return ("attention", t("One step first")) if step else ("ok", t("May go on"))

    def notice(self, unit: Unit, coming: Coming, site: Site) -> Notice:
        """Whether the household may go on, and what to tell it."""
        t = self._t
        if coming.can == "nothing":
            return Notice("off", t("Contract ended"), t("The contract of {unit} has ended; there is nothing to hand "
                                                        "over.", unit=unit.code))
        kind, word = self.step(coming.step)
        if not coming.step:
            return Notice(kind, word)
        if coming.step == "colleague":
            return Notice(kind, word, self._colleague(unit, site))
        if coming.step == "papers":
            return Notice(kind, word)
        figure = site.stations.get(coming.step, "")
        if not figure:
            return Notice(kind, word, t("A colleague will show you the way; you keep your place."))
        return Notice(kind, t("One step first → station {s}", s=figure), self._first(unit, coming.step, figure))

    def paper(self, unit: Unit, code: str, seen: str, site: Site) -> str:
        """The question for a paper that the desk clears itself, or what to say when it is not there."""
        t, owners = self._t, unit.owners
        if seen == "missing" and code == "E09":
            figure = site.stations.get("desk", "")
            return t("Without it we can show you the unit, but not hand over keys. The form is at station {s}.",
                     s=figure) if figure else t("Without it we can show you the unit, but not hand over keys.")
        if code == "E08":
            return t("Missing: {paper}. If you have it with you, we go on at once.",
                     paper=self._note(unit, code) or t("identity papers"))
        if code == "E09":
            return t("You come for {owner}. May I see the power of attorney and your ID?", owner=" · ".join(owners[:2]))
        others = " · ".join(owners[1:]) or self._note(unit, code)
        if not others:
            return t("A second owner is also on the contract. Here too, or a power of attorney?")
        return t("{owner} is also on the contract. Here too, or a power of attorney?", owner=others)

    def here(self, visit: Visit, came_back: bool, site: Site) -> Notice:
        """Already here: when, with which number, at which desk; or that a new visit may begin."""
        t, clock = self._t, self.clock(visit.at, site.zone)
        if came_back:
            return Notice("news", t("Was here {time}. Same visit F9 · New visit ⏎", time=clock))
        return Notice("news", t("Arrived {time}, {no}, desk {desk}. Reprint F9", time=clock,
                                no=" · ".join(visit.numbers), desk=visit.letter))

    def done(self, visit: Visit) -> Notice:
        """Just checked in, nothing before the escort."""
        return Notice("ok", self._t("{no} · please wait here, your number will be called", no=visit.numbers[0]))

    def appointment(self, unit: Unit, visit: Visit | None, day: str) -> str:
        """The appointment on the list, or how it was kept; '' for none."""
        if visit is not None and visit.slot:
            kept = KEPT.get(visit.appointment, KEPT["not_yet"])
            return self._t(kept, slot=visit.slot)
        said = str(unit.fact("appointment"))
        return self._t("Booked {slot}", slot=said.removeprefix(f"{day} ")) if said else ""

    def verb(self, sight: Sight, moved: str | None) -> str:
        """What Enter does, in words with its key; '' when it does nothing. `moved` is the number of a visit whose
        right unit is looked for, '' when it has none, None when nothing is moved."""
        t = self._t
        if moved is not None:
            return t("Move {no} here ⏎", no=moved) if moved else t("This is the unit ⏎")
        if not sight.open:
            return ""
        free, held = sight.counts()
        if free and held:
            return t("Check in {n}, register {m} ⏎", n=free, m=held)
        if free + held > 1:
            return t("Check in {n} units ⏎", n=free) if free else t("Register {n} units ⏎", n=held)
        if sight.coming.can == "came_back":
            return t("Check in, came back ⏎")
        return t("Check in ⏎") if free else t("Register arrival ⏎")

    def reason(self, reason: Reason) -> str:
        """What a reason code stands for, with its note: not for the queue."""
        said = f"{reason.code} {self._t(REASONS.get(reason.code, reason.code))}"
        return f"{said} · {reason.note}" if reason.note else said

    def history(self, reason: Reason, zone: str) -> str:
        """Who set it and cleared it, and when."""
        t = self._t
        by = t("owner list") if reason.listed else reason.set_by
        said = t("set by {name}, {when}", name=by, when=self.moment(reason.set_at, zone))
        if not reason.cleared_at:
            return said
        done = t("cleared by {name}, {when}", name=reason.cleared_by, when=self.moment(reason.cleared_at, zone))
        return " · ".join(filter(None, (said, done, reason.cleared_note)))

    def clock(self, at: int, zone: str) -> str:
        """HH:MM on the site's wall."""
        return local(at, zone).strftime("%H:%M")

    def moment(self, at: int, zone: str) -> str:
        """Date and time on the site's wall."""
        return local(at, zone).strftime("%m-%d %H:%M")

    def _first(self, unit: Unit, step: str, figure: str) -> str:
        t, open_ = self._t, unit.open_reasons()
        if step == "signing":
            return t("One step remains on your contract papers. The signing centre, station {s}, will do it with you.",
                     s=figure)
        said = next((_FINANCE[code] for code in open_ if code in _FINANCE), None)
        return t(said, s=figure) if said else t("Station {s} does one step with you; you keep your place.", s=figure)

    def _colleague(self, unit: Unit, site: Site) -> str:
        t = self._t
        if any(code in ("E06", "E07") for code in unit.open_reasons()):
            name = site.colleagues.get("legal", "")
            return t("{name} looks after your file and will come to you. Please have a seat.", name=name) if name \
                else t("A colleague looks after your file and will come to you. Please have a seat.")
        name, what = site.colleagues.get("engineering", "") or t("A colleague"), self._note(unit, "E12")
        if not what:
            return t("We have not finished in your home. That is on us. {name} will agree a date with you.", name=name)
        return t("We have not finished in your home: {what}. That is on us. {name} will agree a date with you.",
                 what=what, name=name)

    @staticmethod
    def _note(unit: Unit, code: str) -> str:
        """What a person on site wrote beside a reason; a list's note is the reason in the list's own words."""
        return next((r.note for r in unit.reasons.values()
                     if r.code == code and not r.cleared_at and not r.listed), "")
