"""What reception is doing now: who is in sight, what was said so far, what is being asked. Knows no window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TypeVar

from app.desk import Desk
from app.errors import Refused, Trouble
from app.gifting import Gifting
from app.log.operation import Entry
from app.queries.actions import Actions
from app.queries.households import Households
from app.queries.line import Line
from app.search.ask import Search
from app.stations.gifts import GiveGift
from app.tickets.code import read_code
from app.unit import Visit
from app.words import Words
from ui.reception.doing import Doing
from ui.reception.draft import Draft
from ui.reception.finder import Finder
from ui.reception.news import News
from ui.reception.sight import Look, Sight

Say = Callable[[str, str], None]
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Moving:
    """A visit that was checked in at the wrong unit, while the right one is looked for. A household that was on no
    list is linked instead."""

    subject: str
    code: str
    visit: Visit | None
    provisional: bool

    @property
    def number(self) -> str:
        """The number that goes along, '' for none."""
        return self.visit.numbers[0] if self.visit is not None else ""


class Session:
    """Every method is one thing that a person does; what it leaves is shown from `sight`, `draft`, `moving`,
    `undoing` and the finder. `say(kind, sentence)` speaks, `tone()` is the low tone that says no."""

    def __init__(self, desk: Desk, search: Search, t: Words, say: Say, tone: Callable[[], None],
                 mono: Callable[[], int]) -> None:
        self.desk, self.t, self._say, self._tone, self._mono = desk, t, say, tone, mono
        self.households = Households(desk.database.read, desk.site)
        self.look = Look(desk, self.households, Line(desk.database.read, desk.site))
        self.doing, self.gifting = Doing(desk, self.households), Gifting(desk)
        self.finder = Finder(search, self.look.day, mono)
        self._search, self._actions = search, Actions(desk.database.read, desk.site)
        self._news = News(desk, self.households, self.look.day, t)
        self.draft = Draft()
        self.sight: Sight | None = None
        self.moving: Moving | None = None
        self.undoing: Entry | None = None
        self.busy = False

    # -- finding -------------------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        """Something else stands in the line: typing on also answers no to a question."""
        self.undoing = None
        with self._turning():
            self.finder.ask(text)

    def look_further(self) -> bool:
        """Typing has paused; whether that brought more rows."""
        more = self.finder.look_further()
        if more:
            self.refresh()
        return more

    def put(self, unit: str) -> None:
        """The cursor was put on a household."""
        self.undoing = None
        with self._turning():
            self.finder.choice.put(unit)

    def scanned(self, digits: str) -> bool:
        """A code was scanned: its household is chosen, whatever was being done; False when there is none."""
        code = read_code(digits)
        units = self.households.holders(code.number, code.day) if code is not None and code.number else []
        if code is not None and not units:
            units = list(self._search.by_hash(code.unit_hash))
        self.undoing = None
        self.finder.offer(units)
        self._fresh()
        return bool(units)

    def refresh(self) -> None:
        """Read the household in sight anew."""
        shown = self.finder.choice.shown
        self.sight = self.look.see(shown, self.draft, self.finder.choice.stays) if shown else None

    def changed(self) -> None:
        """Something was recorded, here or elsewhere."""
        if self.busy:
            return
        self.finder.again()
        self.refresh()
        for sentence in self._news.since():
            self._say("news", sentence)

    # -- the one key ---------------------------------------------------------------------------------------

    def enter(self, gift: bool = False) -> None:
        """Enter, pressed on purpose."""
        if self.undoing is not None:
            if not self.finder.choice.quiet(self._mono()):
                self.undo()
            return
        with self._turning():
            press = self.finder.choice.press(self._mono())
        if press == "act":
            self.act(gift)
        elif press == "nothing" and self.sight is not None and self.sight.visit is not None \
                and not self.finder.choice.quiet(self._mono()):
            self._tone()

    def act(self, gift: bool = False) -> None:
        """Do for the household in sight what the one button says, as things are now."""
        self.refresh()
        sight = self.sight
        if sight is None:
            return
        if self.moving is not None:
            self._move(self.moving, sight)
        elif not sight.open:
            self._tone()
        elif self.attempt(lambda: self.doing.check_in(sight.parts(), self.draft)) is not None:
            self.served(sight)
            if gift:
                self.gift()

    def served(self, sight: Sight) -> None:
        """Something was done for this household: the line is empty, its card stays."""
        self.serve(sight.row.unit)

    def serve(self, unit: str) -> None:
        """The same for a unit by its name."""
        self.finder.forget()
        self.finder.choice.acted(unit, self._mono())
        self.moving = None
        self._fresh()

    def say(self, kind: str, sentence: str) -> None:
        """Speak in the frame's message line."""
        self._say(kind, sentence)

    def refuse(self, why: str) -> None:
        """Say why something is not done."""
        self._say("refused", why)

    def attempt(self, action: Callable[[], Entry]) -> Entry | None:
        """The entry, or None when the rules or the world said no, and why was said."""
        try:
            return self.quietly(action)
        except Refused as no:
            self._say("refused", self.t.say(no))
        except Trouble as trouble:
            self._say("trouble", self.t.say(trouble))
        self.refresh()
        return None

    def quietly(self, action: Callable[[], Done]) -> Done:
        """Do something whose announcement is no news here. Raises Refused and Trouble."""
        self.busy = True
        try:
            done = action()
        finally:
            self.busy = False
        if isinstance(done, Entry):
            self._news.mine(done.subjects)
        return done

    # -- around a visit ------------------------------------------------------------------------------------

    def reprint(self) -> None:
        """The slip of the household in sight once more."""
        sight = self.sight
        visits = self.look.visits(sight) if sight is not None else []
        if sight is None or sight.visit is None:
            self._say("refused", self.t("There is no slip yet: choose a household that is here."))
            return
        if self.attempt(lambda: self.doing.reprint(visits)) is not None:
            self._say("done", self.t("{no}: the slip is printed again.", no=sight.visit.numbers[0]))
            self.served(sight)

    def gift(self) -> None:
        """Hand over the first kind that the household in sight may still have; pressed again, the next."""
        sight, t = self.sight, self.t
        if sight is None:
            self._say("refused", t("Choose a household first."))
            return
        visits = self.look.visits(sight) or [(sight.subject, "")]
        kind = self.gifting.next(visits)
        if not kind:
            self._say("refused", t("No gifts are set up."))
            return
        done = self.attempt(lambda: self.gifting.give(visits, kind))
        if done is not None:
            self.gave(sight, kind, len(done.ops))

    def gave(self, sight: Sight, kind: str, count: int) -> None:
        """Say what went over the counter, and how many are left."""
        t, left = self.t, self.gifting.left(kind)
        what = f"{kind} × {count}" if count > 1 else kind
        self._say("done" if left > 0 else "news",
                  t("{unit}: {gift} handed over, {left} left.", unit=sight.unit.code, gift=what, left=left))
        self.served(sight)

    def wrong_unit(self) -> None:
        """The visit in sight belongs to another unit, which is now looked for."""
        sight = self.sight
        if sight is None or not (sight.visit or sight.unit.provisional):
            self._say("refused", self.t("Choose the household whose unit is wrong; it must be here."))
            return
        self.moving = Moving(sight.subject, sight.unit.code, sight.visit, bool(sight.unit.provisional))
        self.finder.forget()
        self.finder.choice.drop()
        self._fresh()

    def leave(self) -> None:
        """The household in sight goes without a result."""
        sight = self.sight
        if sight is None or sight.visit is None:
            self._say("refused", self.t("Choose a household that is here."))
            return
        visits, number = self.look.visits(sight), sight.visit.numbers[0]
        if self.attempt(lambda: self.doing.leave(visits)) is not None:
            self._say("done", self.t("{no} {unit} has left.", no=number, unit=sight.unit.code))
            self.served(sight)

    def ask_undo(self) -> None:
        """Name one's own last action; Enter takes it back."""
        self.undoing = self._actions.last(self.desk.id, self.desk.operator.name, self.desk.clock.now())
        if self.undoing is None:
            self._say("refused", self.t("There is nothing of yours to undo from the last ten minutes."))

    @property
    def asks_back(self) -> bool:
        """Whether what is to be undone went out over the counter: then it is answered with Y or N, not with Enter."""
        return self.undoing is not None and any(isinstance(op, GiveGift) for op in self.undoing.ops)

    def undo(self, came_back: bool | None = None) -> None:
        """Take back what was named; of goods only with a word on whether they came back."""
        if self.asks_back and came_back is None:
            return
        entry, self.undoing = self.undoing, None
        if entry is None or self.attempt(lambda: self.doing.undo(entry.id, came_back=came_back)) is None:
            return
        self._say("done", self.t("Taken back: {what}", what=self.news.named(entry)))
        self.finder.choice.drop()
        self.finder.again()
        self._fresh()

    def escape(self) -> None:
        """Give up the question, the move, the text, the card: whichever is uppermost."""
        if self.undoing is not None:
            self.undoing = None
        elif self.moving is not None and not self.finder.text:
            self.moving = None
        else:
            self.finder.forget()
            self.finder.choice.drop()
            self._fresh()

    @property
    def news(self) -> News:
        """How actions are named."""
        return self._news

    @property
    def underway(self) -> bool:
        """Whether something was said or asked that Enter has not made an action of."""
        return self.draft != Draft() or self.moving is not None or self.undoing is not None

    def redraft(self, **what: object) -> None:
        """Something is said of the household in sight before Enter."""
        self.draft = replace(self.draft, **what)  # type: ignore[arg-type]
        self.refresh()

    @contextmanager
    def _turning(self) -> Iterator[None]:
        """What was said of a household holds for as long as it is the one in sight."""
        before = self.finder.choice.shown
        yield
        if self.finder.choice.shown != before:
            self.draft = Draft()
        self.refresh()

    def _fresh(self) -> None:
        self.draft = Draft()
        self.refresh()

    def _move(self, moving: Moving, sight: Sight) -> None:
        if moving.provisional:
            done = self.attempt(lambda: self.doing.link(moving.subject, sight.subject))
        else:
            assert moving.visit is not None
            visit = moving.visit
            done = self.attempt(lambda: self.doing.move(moving.subject, visit, sight.subject))
        if done is not None:
            self._say("done", self.t("{from_unit} is {unit} now; number and time stay. The slip is printed again.",
                                     from_unit=moving.code, unit=sight.unit.code))
            self.served(sight)
