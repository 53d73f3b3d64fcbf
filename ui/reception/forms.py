"""What is asked in a small form: somebody on no list, who allowed it, a telephone call, a note, an earlier arrival."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time

from app.errors import Refused, Trouble
from app.log.here import local
from app.log.operation import Entry, Override
from app.stations.eligibility import CODES
from app.words import Words
from ui.reception.form import Form, Line
from ui.reception.sayings import REASONS
from ui.reception.session import Session

Values = dict[str, str]
CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:：.]?([0-5][0-9])")


class Forms:
    """Opens a form for the household in sight; `done(values)` of the open one does what it is for."""

    def __init__(self, session: Session, form: Form, t: Words) -> None:
        self._session, self._form, self._t = session, form, t
        self._do: Callable[[Values], Entry | str | None] = lambda values: None
        self._then: Callable[[Entry | None], None] = lambda entry: None

    def enter(self) -> bool:
        """Do what the open form is for; False when that cannot be, and the form stays and says why."""
        try:
            done = self._session.quietly(lambda: self._do(self._form.values()))
        except (Refused, Trouble) as said:
            done = self._t.say(said)
        if isinstance(done, str):
            self._form.complain(done)
            return False
        self._then(done)
        return True

    def provisional(self, typed: str) -> bool:
        """Somebody who stands on no list; what was typed is taken over."""
        t = self._t
        phone = typed if len(re.findall(r"[0-9]", typed)) >= 6 and not re.search(r"[^0-9+\s()-]", typed) else ""
        code = typed if not phone and re.search(r"[0-9]", typed) else ""
        name = "" if phone or code else typed
        self._open(
            t("Not on the list"), t("Registered by hand and linked to a unit later with Ctrl+M."),
            (Line("name", t("Name"), name.strip()), Line("phone", t("Phone"), phone.strip()),
             Line("claims", t("Unit or contract they name"), code.strip()),
             Line("reason", t("Why they are not on the list"), t("Has the contract, is on no list"))),
            t("Register and check in ⏎"))
        self._do = lambda values: self._session.doing.register(
            values["name"], values["phone"], values["claims"], values["reason"], self._session.draft)
        self._then = self._registered
        return True

    def allowed(self) -> bool:
        """A supervisor lets the household go on although a reason is open; it is checked in first if it is not here."""
        t, sight = self._t, self._session.sight
        if sight is None or not sight.coming.step:
            return self._nothing(t("Choose a household that may not go on yet."))
        self._open(t("Let {unit} go on", unit=sight.unit.code), t("Who allows it, and why? It stays on record."),
                   (Line("who", t("Who allows it")), Line("why", t("Why"))), t("Let it go on ⏎"))
        self._do, self._then = self._allow, lambda entry: self._session.served(sight)
        return True

    def telephone(self) -> bool:
        """Finance (or whoever clears it) says on the telephone that it is settled."""
        t, sight = self._t, self._session.sight
        if sight is None or not sight.unit.open_reasons():
            return self._nothing(t("Choose a household that may not go on yet."))
        subject = sight.subject
        self._open(t("{unit}: cleared by telephone", unit=sight.unit.code), t("Who said so? It stays on record."),
                   (Line("who", t("Who said so")), Line("note", t("Note"))), t("Clear ⏎"))
        self._do = lambda values: self._named(values, lambda: self._session.doing.clear(
            subject, values["who"], values["note"]))
        self._then = lambda entry: self._session.refresh()
        return True

    def remark(self) -> bool:
        """A need or a note that everybody sees at check-in."""
        t, sight = self._t, self._session.sight
        if sight is None:
            return self._nothing(t("Choose a household first."))
        subject = sight.subject
        self._open(t("{unit}: need or note", unit=sight.unit.code), t("Everybody at a desk sees it."),
                   (Line("text", t("What is to be seen")),
                    Line("kind", t("Kind"), options=(("need", t("Need")), ("note", t("Note"))))), t("Keep ⏎"))
        self._do = lambda values: self._session.doing.remark(subject, values["text"], values["kind"])
        self._then = lambda entry: self._session.refresh()
        return True

    def reason(self) -> bool:
        """Something stands before the escort that the list does not know."""
        t, sight = self._t, self._session.sight
        if sight is None:
            return self._nothing(t("Choose a household first."))
        subject = sight.subject
        options = tuple((code, f"{code} {t(REASONS[code])}") for code in CODES)
        self._open(t("{unit}: one step first", unit=sight.unit.code), "",
                   (Line("note", t("Note")), Line("reason", t("What is missing"), "E08", options=options)),
                   t("Keep ⏎"))
        self._do = lambda values: self._session.doing.hold_up(subject, values["reason"], values["note"])
        self._then = lambda entry: self._session.refresh()
        return True

    def earlier(self) -> bool:
        """The household came earlier than it is entered: the two times stay apart."""
        t, sight = self._t, self._session.sight
        if sight is None or not sight.open:
            return self._nothing(t("Choose a household that is not here yet."))
        self._open(t("{unit}: arrived earlier", unit=sight.unit.code),
                   t("When did they come? When it is entered is kept beside it."),
                   (Line("at", t("Time of arrival today, as 0912")),), t("Take over ⏎"))
        self._do, self._then = self._earlier, lambda entry: None
        return True

    def gift_again(self) -> bool:
        """A household gets more than the kind allows: a broken umbrella, a promise of the sales office."""
        t, session, sight = self._t, self._session, self._session.sight
        kinds = session.gifting.kinds()
        if sight is None or not kinds:
            return self._nothing(t("Choose a household first.") if kinds else t("No gifts are set up."))
        role = session.desk.operator.role
        self._open(t("{unit}: one more gift", unit=sight.unit.code), t("Who allows it, and why? It stays on record."),
                   (Line("kind", t("Gift"), options=tuple((name, name) for name in kinds)),
                    Line("who", t("Who allows it"), session.desk.operator.name if role == "lead" else ""),
                    Line("why", t("Why"))), t("Hand over ⏎"))
        visits = session.look.visits(sight)[:1] or [(sight.subject, "")]
        kind = ""

        def give(values: Values) -> Entry:
            nonlocal kind
            kind = values["kind"]
            return session.gifting.give(visits, kind, Override(values["who"], values["why"], role))

        self._do = lambda values: self._named(values, lambda: give(values), "why")
        self._then = lambda entry: session.gave(sight, kind, 1)
        return True

    def take_back(self) -> bool:
        """A check-in that is too old for its own person to undo, or that somebody has gone on from."""
        t, session, sight = self._t, self._session, self._session.sight
        if sight is None or sight.visit is None:
            return self._nothing(t("Choose a household that is here."))
        visit, role = sight.visit.id, session.desk.operator.role
        self._open(t("Take back {no} {unit}", no=sight.visit.numbers[0], unit=sight.unit.code),
                   t("Who allows it, and why? It stays on record."),
                   (Line("who", t("Who allows it"), session.desk.operator.name if role == "lead" else ""),
                    Line("why", t("Why"))), t("Take back ⏎"))
        self._do = lambda values: self._named(values, lambda: session.doing.undo(
            visit, Override(values["who"], values["why"], role)), "why")
        self._then = lambda entry: session.escape()
        return True

    def contract_ended(self) -> bool:
        """X1: the household leaves the list of those that are due."""
        t, sight = self._t, self._session.sight
        if sight is None:
            return self._nothing(t("Choose a household first."))
        subject = sight.subject
        self._open(t("{unit}: the contract has ended", unit=sight.unit.code),
                   t("The unit is not due any more from today on. It stays on record."),
                   (Line("why", t("Why")),), t("End it ⏎"))
        self._do = lambda values: self._session.doing.end_contract(subject, values["why"])
        self._then = lambda entry: self._session.served(sight)
        return True

    def deemed(self) -> bool:
        """A legal flag that the lead sets, never the program (onsite.md 3.6)."""
        t, session, sight = self._t, self._session, self._session.sight
        if sight is None:
            return self._nothing(t("Choose a household first."))
        subject = sight.subject
        self._open(t("{unit}: deemed delivered", unit=sight.unit.code),
                   t("A legal flag with its evidence. It is no acceptance and never counted as one."),
                   (Line("approved", t("Approved by")), Line("basis", t("On what ground")),
                    Line("since", t("From (date, as 2026-07-01)"), session.look.day()),
                    Line("evidence", t("Evidence: where it is kept"))), t("Keep ⏎"))
        self._do = lambda values: session.doing.deem(subject, values)
        self._then = lambda entry: session.served(sight)
        return True

    def _open(self, title: str, about: str, lines: tuple[Line, ...], verb: str) -> None:
        self._form.open(title, about, lines, verb, self._t("Back Esc"))

    def _nothing(self, why: str) -> bool:
        self._session.refuse(why)
        return False

    def _registered(self, entry: Entry | None) -> None:
        if entry is not None:
            self._session.serve(entry.ops[0].on.partition("/")[2])

    def _allow(self, values: Values) -> Entry | None:
        session, sight = self._session, self._session.sight
        assert sight is not None
        if sight.open:
            return session.doing.check_in_allowed(sight.parts(), session.draft, values["who"], values["why"])
        return session.doing.allow(session.look.visits(sight), values["who"], values["why"])

    def _earlier(self, values: Values) -> str | None:
        found = CLOCK.fullmatch(values["at"])
        zone, now = self._session.desk.state("site").zone, self._session.desk.clock.now()
        if found is None:
            return self._t("Write the time as 0912 or 9:12.")
        here = local(now, zone)
        came = datetime.combine(here.date(), time(int(found[1]), int(found[2])), here.tzinfo)
        when = round(came.timestamp() * 1000)
        if when > now:
            return self._t("That is still to come; check the time.")
        self._session.redraft(when=when)
        return None

    @staticmethod
    def _named(values: Values, act: Callable[[], Entry], also: str = "who") -> Entry:
        if not values["who"] or not values[also]:
            raise Refused("override_incomplete")
        return act()
