"""A walk through a home: which household, what is half written, what is being asked. Knows no window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.catalogue import Catalogue, catalogue
from app.defect_typed import DefectTyped, Found
from app.desk import Desk
from app.errors import Refused, Trouble
from app.half_written import HalfWritten, HalfWrittens
from app.log.here import day_of
from app.log.operation import Entry, Operation
from app.photos import Photos
from app.queries.actions import Actions
from app.queries.households import Households
from app.queries.walks import Walk, Walks
from app.records import Defect
from app.search.ask import Search
from app.search.chinese import Chinese
from app.settings import Settings
from app.stations.eligibility import Allow
from app.stations.inspection import ChangeDefect, DropDefect, LogDefect, StartInspection
from app.stations.photos import AddPhoto
from app.stations.results import GiveKeys, RecordResult, Withdraw
from app.tickets.code import read_code
from app.unit import Unit, Visit
from app.words import Words
from ui.inspection.sayings import Sayings

Say = Callable[[str, str], None]
FOUND = 12  # defects offered for what was typed
OUTSIDE = ("PUB", "EXT", "PRK")  # rooms that are no part of the home: nobody has to tick them
HITS = 400  # units that a name may find, of which those that are here are shown
USUAL_KEYS = {"entrance": 5, "mailbox": 2}  # until the site says what a home's set is


@dataclass(frozen=True, slots=True)
class Question:
    """One line that waits for Enter or Esc."""

    words: str
    yes: str
    no: str
    act: Callable[[], object]


class Session:
    """Every method is one thing that a person does; what it leaves is shown from the properties."""

    def __init__(self, desk: Desk, settings: Settings, search: Search, t: Words, say: Say) -> None:
        self.desk, self.t, self.say = desk, t, say
        self.catalogue: Catalogue = catalogue()
        self.typed = DefectTyped(self.catalogue, Chinese())
        self.sayings = Sayings(t, self.catalogue)
        self._search, self._kept = search, HalfWrittens(settings)
        self._walks = Walks(desk.database.read, desk.site)
        self._kept_photos = Photos(desk.home.path.parent)
        self._households = Households(desk.database.read, desk.site)
        self._actions = Actions(desk.database.read, desk.site)
        self.name, self.visit_id, self.component = "", "", ""
        self.draft = HalfWritten()
        self.question: Question | None = None
        self.looked_for = ""

    # -- who -----------------------------------------------------------------------------------------------

    def waiting(self) -> list[Walk]:
        """Today's open visits that fit what is looked for, best first; who is named wholly (a slip's number, a unit)
        stands alone: A004 is nobody's draw number A0004."""
        found, text = self._walks.open(self.day()), self.looked_for.strip()
        if not text:
            return found
        hits = self._search.find(text, self.day(), limit=HITS).hits
        exact, order = {hit.unit for hit in hits if hit.exact}, {hit.unit: n for n, hit in enumerate(hits)}
        named = [walk for walk in found if walk.number.casefold() == text.casefold()]
        named = named or [walk for walk in found if walk.unit in exact]
        return named or sorted((walk for walk in found if walk.unit in order), key=lambda walk: order[walk.unit])

    def choose(self, name: str, who: str = "", why: str = "") -> str:
        """Go out with a household, or on with one that is out: '' when that is so, 'ask' when the lead who sits here
        may allow it (then with `who` and `why`), else 'no', and why was said."""
        unit: Unit = self.desk.state(f"unit/{name}")
        visit = unit.open_visit(self.day())
        if visit is None:
            self.refuse(self.t("{unit} is not here today.", unit=unit.code))
            return "no"
        if unit.state(self.day()) != "inspecting":
            try:
                on, operator = f"unit/{name}", self.desk.operator.name
                allowed = [Allow(on=on, visit=visit.id, who=who, why=why)] if why else []
                self.desk.do(*allowed, StartInspection(on=on, visit=visit.id, escort=operator))
            except Refused as no:
                self.refuse(self.t.say(no))
                return "ask" if no.key == "not_eligible" and self.desk.operator.role == no.may else "no"
            except Trouble as trouble:
                self.say("trouble", self.t.say(trouble))
                return "no"
            self.say("done", self.t("{unit}: the inspection has begun, with {name}.", unit=unit.code,
                                     name=self.desk.operator.name))
        self._open(name, visit)
        return ""

    def come_back(self) -> None:
        """After a start: with the household that was worked on, while its visit is open."""
        name = self._kept.last
        visit = self.desk.state(f"unit/{name}").open_visit(self.day()) if name else None
        if visit is not None:
            self._open(name, visit)

    def scanned(self, digits: str) -> str:
        """The household of a slip that is here today; '' when there is none."""
        code = read_code(digits)
        units = self._households.holders(code.number, code.day) if code is not None and code.number else []
        if code is not None and not units:
            units = list(self._search.by_hash(code.unit_hash))
        here = [walk.unit for walk in self._walks.open(self.day()) if walk.unit in units]
        return here[0] if here else ""

    def leave(self) -> None:
        """Back to the list; what is half written stays with its household."""
        self.name, self.visit_id, self.component, self.question = "", "", "", None
        self.draft = HalfWritten()
        self.attempt(self._kept.leave)

    def _open(self, name: str, visit: Visit) -> None:
        self.name, self.visit_id, self.component, self.question = name, visit.id, "", None
        self.draft = self._kept.of(name)
        self.attempt(lambda: self._kept.keep(name, self.draft))

    # -- what is known -------------------------------------------------------------------------------------

    @property
    def on(self) -> str:
        """The subject of the household."""
        return f"unit/{self.name}"

    @property
    def unit(self) -> Unit:
        """The household's unit as it is now."""
        unit: Unit = self.desk.state(self.on)
        return unit

    @property
    def visit(self) -> Visit | None:
        """The visit, also when it has ended."""
        return self.unit.visit_at(self.visit_id, self.desk.clock.now(), self.day())

    def day(self) -> str:
        """Today on site."""
        return day_of(self.desk.clock.now(), self.desk.state("site").zone)

    def defects(self) -> list[Defect]:
        """All of the unit, newest first, those that are void among them."""
        return sorted(reversed(self.unit.defects.values()), key=lambda defect: -defect.at)

    def candidates(self) -> list[Found]:
        """What the typed letters or the chosen component offer."""
        if self.draft.typed.strip():
            return self.typed.find(self.draft.typed, self.draft.room, FOUND)
        if self.component:
            return [Found("", fault) for fault in self.catalogue.of(self.component, self.draft.room)]
        return []

    def components(self) -> list[str]:
        """Codes of the components, those that are usual in the room first."""
        def unusual(code: str) -> bool:
            room = self.draft.room
            return bool(room) and all(f.rooms and room not in f.rooms for f in self.catalogue.of(code))
        return sorted(self.catalogue.components, key=unusual)

    # -- writing -------------------------------------------------------------------------------------------

    def redraft(self, **what: object) -> None:
        """Something is written; it is on disk before this returns."""
        self.question = None
        self.draft = msgspec.structs.replace(self.draft, **what)
        if self.name:
            self.attempt(lambda: self._kept.keep(self.name, self.draft))

    def room(self, code: str) -> None:
        """From now on in this room."""
        self.redraft(room=code)

    def tick(self) -> None:
        """The chosen room is done; the next that is not is chosen. A second time takes the tick away."""
        room, ticked = self.draft.room, self.draft.ticked
        if not room:
            self._no_room()
        elif room in ticked:
            self.redraft(ticked=tuple(code for code in ticked if code != room))
        else:
            rooms = list(self.catalogue.rooms)
            at = rooms.index(room) if room in rooms else 0
            left = [code for code in (*rooms[at + 1:], *rooms[:at]) if code not in ticked]
            self.redraft(ticked=(*ticked, room), room=left[0] if left else room)

    def step_room(self, by: int) -> None:
        """The next room, or the one before."""
        rooms = list(self.catalogue.rooms)
        at = rooms.index(self.draft.room) + by if self.draft.room in rooms else 0
        self.room(rooms[max(0, min(len(rooms) - 1, at))])

    def log(self, found: Found | None, again: HalfWritten | None = None, sure: bool = False) -> bool:
        """Record the defect (or put the one right that is being changed); whether that was done. `again` is said of it
        instead of what is half written, which stays then."""
        draft = again or self.draft
        if found is not None and found.fault is None:
            self.redraft(room=found.room, typed="")
            return False
        room = found.room if found is not None and found.room else draft.room
        code = found.fault.code if found is not None and found.fault is not None else ""
        if not room:
            return self._no_room()
        if not code and (draft.typed.strip() or not draft.note.strip()):
            self.refuse(self.t("Nothing in the catalogue is called that. Empty the line and write it in the note."))
            return False
        same = [d.id for d in self.unit.standing() if code and (d.room, d.code) == (room, code)]
        if same and draft.changing not in same and not sure:
            self.question = Question(
                self.t("{defect} in {room} is logged already. One more?", defect=self.sayings.defect(code, ""),
                       room=self.sayings.room(room)), self.t("Log one more ⏎"), self.t("No Esc"),
                lambda: self.log(found, again, sure=True))
            return False
        if self.attempt(lambda: self.desk.do(self._operation(draft, code, room))) is None:
            return False
        self.say("done", self.t("{room}: {defect}", room=self.sayings.room(room),
                                 defect=self.sayings.defect(code, draft.note)))
        if again is None:
            self.component = ""
            self.redraft(**{**msgspec.structs.asdict(draft.cleared()), "room": room})
        return True

    def repeat(self) -> bool:
        """The last defect once more, in the chosen room."""
        last = next((defect for defect in self.defects() if not defect.dropped), None)
        if last is None:
            self.refuse(self.t("There is no defect to repeat yet."))
            return False
        fault = self.catalogue.faults.get(last.code)
        again = HalfWritten(room=self.draft.room, severity=last.severity, trade=last.trade, due=last.due,
                            note=last.text)
        return self.log(Found("", fault) if fault is not None else None, again)

    def change(self, id: str) -> None:
        """Take a defect back into the line, to be put right."""
        defect = self.unit.defects.get(id)
        if defect is None or defect.dropped:
            self.refuse(self.t("Choose a defect that stands."))
            return
        self.component = ""
        self.redraft(room=defect.room, typed=defect.code, severity=defect.severity, wall=defect.wall,
                     note=defect.text, trade=defect.trade, due=defect.due, changing=id)

    def drop(self, id: str, why: str) -> None:
        """A defect is void. Raises Refused and Trouble."""
        self.desk.do(DropDefect(on=self.on, defect=id, why=why))
        self.say("done", self.t("The defect is void; it stays in the list, struck through."))

    def photograph(self, id: str, given: Iterable[tuple[str, bytes]]) -> bool:
        """Keep photos (name, bytes) of a defect; whether that was done."""
        defect = self.unit.defects.get(id)
        if defect is None or defect.dropped:
            self.refuse(self.t("Log the defect first, or choose one that stands; then its photos."))
            return False
        done = 0
        for name, data in given:
            if self.attempt(lambda name=name, data=data: self._photo(id, name, data)) is None:
                return False
            done += 1
        if done:
            self.say("done", self.t("Photos of {defect}: {n}", n=done,
                                    defect=self.sayings.defect(defect.code, defect.text)))
        return bool(done)

    def _photo(self, id: str, name: str, data: bytes) -> Entry:
        sha256, size = self._kept_photos.add(data, name or self.t("What was copied"))
        return self.desk.do(AddPhoto(on=self.on, defect=id, sha256=sha256, size=size))

    def photos(self, id: str) -> list[Path]:
        """Where the photos of a defect are, or will be when they have come."""
        return [self._kept_photos.path(photo.sha256) for photo in self.unit.photos.values() if photo.defect == id]

    def clear(self) -> None:
        """Give up the question, the component or what was typed: whichever is uppermost."""
        if self.question is not None:
            self.question = None
        elif self.draft.begun:
            self.redraft(**msgspec.structs.asdict(self.draft.cleared()))
        elif self.component:
            self.component = ""

    def _operation(self, draft: HalfWritten, code: str, room: str) -> Operation:
        usual = self.catalogue.usual(code, self.day())
        said = {"code": code, "room": room, "wall": draft.wall, "text": draft.note.strip(),
                "severity": draft.severity or usual.get("severity", 3), "trade": draft.trade or usual.get("trade", ""),
                "due": draft.due or usual.get("due", "")}
        if draft.changing:
            return ChangeDefect(on=self.on, defect=draft.changing, **said)
        return LogDefect(on=self.on, visit=self.visit_id, **said)

    def _no_room(self) -> bool:
        self.refuse(self.t("Which room? Choose it, or type it in front: kt kg."))
        return False

    # -- how it ends ---------------------------------------------------------------------------------------

    def missing(self) -> list[str]:
        """What is not done yet before the household leaves."""
        t, unit = self.t, self.unit
        ended = [r for r in unit.results.values() if r.visit == self.visit_id]
        keys = any(k.visit == self.visit_id for k in unit.keys.values())
        rooms = [code for code in self.catalogue.rooms if code not in (*OUTSIDE, *self.draft.ticked)]
        return [
            *([] if ended else [t("result")]),
            *([] if keys or (ended and ended[-1].counts_as != "accepted") else [t("keys")]),
            *([t("room ticks: {n}", n=len(rooms))] if rooms else []),
        ]

    def usual_keys(self) -> dict[str, int]:
        """The keys of a home, by kind."""
        return {kind: n for kind, n in self.desk.state("site").key_set.items() if n} or dict(USUAL_KEYS)

    def end(self, code: str, note: str = "", promised: str = "", form: str = "", keys: dict[str, int] | None = None,
            left: int = 0, until: str = "") -> bool:
        """Record how the visit ended, with the keys where the home is accepted: one action."""
        ops: list[Operation] = [
            Withdraw(on=self.on, why=note) if code == "X1" else
            RecordResult(on=self.on, visit=self.visit_id, code=code, note=note, promised=promised, form=form)]
        if keys and code.startswith("A"):
            ops.append(GiveKeys(on=self.on, visit=self.visit_id, sets=keys, left=left, until=until))
        entry = self.attempt(lambda: self.desk.do(*ops))
        if entry is None:
            return False
        said = next((op.code for op in entry.ops if isinstance(op, RecordResult)), code)
        self.say("done", self.t("{unit}: {result}", unit=self.unit.code, result=self.sayings.result(said)))
        name = self.name
        self.leave()
        self.attempt(lambda: self._kept.forget(name))
        return True

    # -- taking back ---------------------------------------------------------------------------------------

    def ask_undo(self) -> None:
        """Name one's own last action; Enter takes it back."""
        entry = self._actions.last(self.desk.id, self.desk.operator.name, self.desk.clock.now())
        if entry is None:
            self.refuse(self.t("There is nothing of yours to undo from the last ten minutes."))
            return
        what = self._named(entry)
        self.question = Question(self.t("Undo {what}?", what=what), self.t("Undo ⏎"), self.t("Keep Esc"),
                                 lambda: self._undo(entry, what))

    def _undo(self, entry: Entry, what: str) -> None:
        if self.attempt(lambda: self.desk.void(entry.id)) is not None:
            self.say("done", self.t("Taken back: {what}", what=what))

    def _named(self, entry: Entry) -> str:
        op = entry.ops[0]
        unit: Unit = self.desk.state(op.on)
        return " · ".join(filter(None, (unit.code, self.sayings.action(op, unit))))

    # -- saying --------------------------------------------------------------------------------------------

    def hint(self, what: str) -> None:
        """Say what to do next."""
        self.say("news", what)

    def refuse(self, why: str) -> None:
        """Say why something is not done."""
        self.say("refused", why)

    def attempt(self, act: Callable[[], object]) -> Entry | None:
        """The entry, or None when the rules or the world said no, and why was said."""
        try:
            done = act()
        except Refused as no:
            self.say("refused", self.t.say(no))
        except Trouble as trouble:
            self.say("trouble", self.t.say(trouble))
        else:
            return done if isinstance(done, Entry) else None
        return None

    def yes(self) -> None:
        """Enter, to what is asked."""
        question, self.question = self.question, None
        if question is not None:
            question.act()


def chosen(found: Sequence[Found], at: int) -> Found | None:
    """The one under the cursor."""
    return found[min(at, len(found) - 1)] if found else None
