"""A site of laptops on bad links and bad disks, all of it made up by one seed: the same seed is the same day again.

What runs is the program's own: desks, members, swap. Clock, network and disk are ours. The rules: a link loses
questions or answers, doubles what it carries and brings it again later; a disk keeps what was synced; a laptop may be
cut off at any write, put back from an older copy of its disk, or copied; its clock may be set a year off.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import parts
from powercut import Disk, PowerCut

from app.database import Database
from app.desk import Desk, Operator, Vector
from app.errors import Said, Trouble
from app.log import wire
from app.log.operation import Entry, Operation, Override, Void
from app.settling import choices, open_clashes, settle
from app.stations.arrival import AmendVisit, CheckIn, Leave
from app.stations.eligibility import ClearReason, SetReason
from app.stations.gifts import GiveGift
from app.stations.inspection import LogDefect, StartInspection
from app.stations.notes import AddRemark
from app.stations.results import RecordResult
from app.stations.roster import ListUnit, RenameUnit
from app.stations.site import BeMain, Configure, GiftKind
from app.sync import trust
from app.sync.member import Batch, Keys, Member, Renewing, Welcome, keep_keys, read_keys, rejoined
from app.sync.stick import export, take
from app.sync.swap import swap
from app.twin import relabel, renew
from app.verify import verify

UNITS = ("1-1-101", "1-1-102", "1-1-103")
LEAD = Override(who="Lead", why="simulated", role="lead")
LAPTOPS, STEPS, ROUNDS = 6, 90, 30
YEAR = 365 * 24 * 60
T = TypeVar("T")


class Laptop:
    """A disk, a clock, and what runs on them; `off` while the power is gone."""

    def __init__(self, world: World, files: dict[str, bytes] | None = None) -> None:
        self.world, self.clock = world, parts.TestClock(step=1)
        self.disk = Disk(world.chance, files)
        self.backup: dict[str, bytes] | None = None
        self.member: Member | None = None
        self._database: Database | None = None
        if files is not None:
            self.boot()

    def boot(self) -> None:
        """Switch it on (again)."""
        self.disk.back()
        if self._database is not None:
            self._database.engine.dispose()
        self.clock.restart()
        self._database = Database(self.world.folder / "site.db", self.disk)  # type: ignore[arg-type]
        with self._database.read() as sql:
            own = dict(sql.exec_driver_sql("SELECT key, value FROM local WHERE site=''").all())
        self.desk = parts.seated(self._database, own["letter"], site=own["site"], name=own["desk"], clock=self.clock)
        self.be()

    def be(self) -> None:
        self.desk.operator = Operator(f"at {self.desk.letter}", "lead")
        self.member = None

    def joined(self) -> Member:
        """As `far.joined` does it."""
        if self.member is None:
            self.member = rejoined(self.desk, self._ask)
        return self.member

    def _ask(self, asked: Renewing) -> Welcome:
        if self.world.main is self:
            raise Trouble("site_key_elsewhere")
        return self.world.main.joined().readmit(read_keys(self.desk).own, asked.desk, asked.letter)

    @property
    def off(self) -> bool:
        return self.disk.off


class Link:
    """The far side of a swap over a bad link, as `Far` and the hub are: what comes in is stored, and settled later."""

    def __init__(self, world: World, far: Laptop, bad: float) -> None:
        self._world, self._far, self._bad = world, far, bad

    def vector(self) -> Vector:
        return self._carry(lambda: self._member().vector())

    def chain(self, desk: str, n: int) -> bytes:
        return self._carry(lambda: self._member().chain(desk, n))

    def after(self, vector: Vector, limit: int = 1) -> Batch:
        if self._world.chance.random() < self._bad:  # an answer that was meant for somebody else
            vector = self._world.chance.choice(self._world.asked or [vector])
        self._world.asked.append(vector)
        return self._carry(lambda: self._member().after(vector, limit))

    def receive(self, batch: Batch) -> int:
        chance = self._world.chance
        if batch.lines and chance.random() < self._bad:
            self._world.late.append((self._far, batch))  # it comes again, when nobody waits for it any more
        if batch.lines and chance.random() < self._bad:
            self._carry(lambda: stored(self._member(), batch))
        return self._carry(lambda: stored(self._member(), batch))

    def _member(self) -> Member:
        return self._far.joined()

    def _carry(self, ask: Callable[[], T]) -> T:
        lost = self._world.chance.random() < self._bad, self._world.chance.random() < self._bad
        if self._far.off or lost[0]:
            raise Trouble("hub_unreachable", address="")
        try:
            answer = ask()
        except PowerCut as cut:
            self._world.dark(self._far)
            raise Trouble("hub_unreachable", address="") from cut
        if lost[1]:
            raise Trouble("hub_unreachable", address="")
        return answer


def stored(member: Member, batch: Batch) -> int:
    """As the hub's writer does it."""
    member.check(batch)
    new, broken = member.desk.store(batch.lines, lambda sql: member.keep(sql, batch))
    for trouble in broken.values():
        raise trouble
    return new


class World:
    """One seed's day. `run`, then `heal`, then `check`."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed, self.folder, self.chance = seed, folder, random.Random(seed)
        self.laptops: list[Laptop] = []
        self.late: list[tuple[Laptop, Batch]] = []
        self.sticks: list[Path] = []
        self.asked: list[Vector] = []
        self.acknowledged: dict[str, Entry] = {}
        self.copied = False
        self.did: Counter[str] = Counter()
        first = Laptop(self)
        database = Database(folder / "site.db", first.disk)  # type: ignore[arg-type]
        identify(database, "site1", "laptop-A", "A")
        first.boot()
        self.laptops.append(first)
        self.main = first
        self.tried(first, lambda: self.do(first, Configure(on="site", name="Sample Court", zone=parts.ZONE,
                                                           gifts={"umbrella": GiftKind(stock=9)})))
        self.tried(first, lambda: self.do(first, *(ListUnit(on=f"unit/{u}", version="v0", owners=("陈静雯",))
                                                   for u in UNITS)))
        for _ in range(self.chance.randint(2, 3)):
            self.join()

    def join(self) -> None:
        key = trust.new_key()
        welcome = self.main.joined().admit(trust.public(key))
        laptop = Laptop(self)
        database = Database(self.folder / "site.db", laptop.disk)  # type: ignore[arg-type]
        identify(database, welcome.site, welcome.desk, welcome.letter)
        laptop.boot()
        keep_keys(laptop.desk, Keys(key, welcome.certificate, self.main.joined().keys.site))
        self.laptops.append(laptop)

    # -- what happens ------------------------------------------------------------------------------------

    def run(self, steps: int = STEPS) -> None:
        """One thing after the other."""
        things: list[tuple[Callable[[Laptop], object], int]] = [
            (self.act, 40), (self.exchange, 30), (self.settle, 6), (self.arm, 5), (self.clock, 4), (self.bring, 4),
            (self.give_stick, 3), (self.take_stick, 3), (self.back_up, 3), (self.restore, 2), (self.copy, 1),
            (self.promote, 2), (self.boot, 6)]
        for _ in range(steps):
            what = self.chance.choices([thing for thing, _ in things], [weight for _, weight in things])[0]
            laptop = self.chance.choice(self.laptops)
            if laptop.off and what != self.boot:
                continue
            self.tried(laptop, lambda what=what, laptop=laptop: what(laptop))

    def tried(self, laptop: Laptop, what: Callable[[], object]) -> None:
        """Do it; what the rules or the world say is no mistake."""
        try:
            what()
        except PowerCut:
            self.dark(laptop)
        except Said as said:
            self.did[said.key] += 1
            if said.key == "desk_twice":
                self.tried(laptop, lambda: self.go_on(laptop))

    def dark(self, laptop: Laptop) -> None:
        self.did["cut"] += 1
        laptop.disk.off = True

    def boot(self, laptop: Laptop) -> None:
        """Switched off without a word, and on again. What was on its way when the power went may have happened."""
        laptop.boot()
        n, _ = laptop.desk.vector().get(laptop.desk.id, (0, b""))
        if n:
            with laptop.desk.database.read() as sql:
                data = sql.exec_driver_sql("SELECT data FROM line WHERE site='site1' AND desk=? AND n=?",
                                           (laptop.desk.id, n)).scalar_one()
            entry = wire.decode(data)
            self.acknowledged.setdefault(entry.id, entry)

    def do(self, laptop: Laptop, *ops: Operation) -> None:
        entry = laptop.desk.do(*ops, override=LEAD)
        self.acknowledged[entry.id] = entry

    def act(self, laptop: Laptop) -> None:
        """Something that people do."""
        self.did["act"] += 1
        chance, on = self.chance, f"unit/{self.chance.choice(UNITS)}"
        desk = laptop.desk
        unit = desk.state(on)
        visit = next(reversed(unit.visits), "")
        words = chance.choice(("黄淑贤", "李强", "周丽"))
        ops: list[Callable[[], Operation]] = [
            lambda: CheckIn(on=on, again=True), lambda: GiveGift(on=on, kind="umbrella"),
            lambda: AddRemark(on=on, text=str(chance.random())), lambda: AddRemark(on=on, text=str(chance.random())),
            lambda: RecordResult(on=on, visit=visit, code=chance.choice(("A", "R1", "V1"))),
            lambda: Leave(on=on, visit=visit), lambda: AmendVisit(on=on, visit=visit, party=chance.randint(1, 5)),
            lambda: RenameUnit(on=on, to=f"9-{chance.randint(1, 9)}"), lambda: SetReason(on=on, reason="E01"),
            lambda: ClearReason(on=on, reason="E01"), lambda: StartInspection(on=on, visit=visit),
            lambda: LogDefect(on=on, visit=visit, code="WAL01"),
            lambda: ListUnit(on=on, version=words, owners=(words,))]
        what = chance.random()
        if what < 0.2 and (known := desk.history(on)):
            target = chance.choice(known[-6:])
            entry = desk.void(target.id, override=LEAD)
            self.acknowledged[entry.id] = entry
        elif what < 0.25 and (open_ := open_clashes(desk)):
            one = chance.choice(open_)
            settle(desk, [one], chance.choice(choices(one)))
        else:
            self.do(laptop, chance.choice(ops)())

    def exchange(self, laptop: Laptop) -> None:
        """With the main laptop, seldom with another one; the link may be fair or bad."""
        far = self.main if self.chance.random() < 0.85 else self.chance.choice(self.laptops)
        if far is not laptop:
            self.did["exchange"] += 1
            swap(laptop.joined(), Link(self, far, self.chance.choice((0, 0, 0.1, 0.3))))
            relabel(laptop.desk)

    def settle(self, laptop: Laptop) -> None:
        """One slice of what was received."""
        laptop.desk.settle()

    def arm(self, laptop: Laptop) -> None:
        """The power will go at one of the next writes."""
        laptop.disk.cut_after(self.chance.randint(1, 60))

    def clock(self, laptop: Laptop) -> None:
        """Somebody sets it."""
        minutes = self.chance.choice((-YEAR, YEAR, -7, 3, 90))
        laptop.clock.set(f"{2026 + (minutes > 90) - (minutes < -90)}-06-20 1{self.chance.randint(0, 9)}:00")

    def bring(self, laptop: Laptop) -> None:
        """What a link kept back arrives."""
        if self.late:
            far, batch = self.late.pop(self.chance.randrange(len(self.late)))
            if not far.off:
                self.tried(far, lambda: stored(far.joined(), batch))

    def give_stick(self, laptop: Laptop) -> None:
        """A file that is carried by hand: of all that it holds, or of what the others may lack."""
        file = self.folder / f"{len(self.sticks)}.stick"
        export(laptop.joined(), file, everything=self.chance.random() < 0.5)
        self.sticks.append(file)

    def take_stick(self, laptop: Laptop) -> None:
        if self.sticks:
            self.did["stick"] += 1
            take(laptop.joined(), self.chance.choice(self.sticks))

    def back_up(self, laptop: Laptop) -> None:
        laptop.backup = laptop.disk.image()

    def restore(self, laptop: Laptop) -> None:
        """Its disk as it was at the backup: by somebody who says so, or behind the program's back. Only where nothing
        is lost with it, since nobody can bring back what was on one disk alone."""
        others = {line.id for one in self.laptops if one is not laptop and not one.off
                  for line in one.desk.after({}, 1 << 30)}
        if laptop.backup is None or any(line.id not in others for line in laptop.desk.after({}, 1 << 30)):
            return
        self.did["restore"] += 1
        laptop.disk.close()
        laptop.disk = Disk(self.chance, laptop.backup)
        laptop.boot()
        if self.chance.random() < 0.5:
            renew(laptop.desk)
            laptop.be()
        self.copied = True

    def copy(self, laptop: Laptop) -> None:
        """Its disk in one more laptop."""
        if len(self.laptops) < LAPTOPS:
            self.did["copy"] += 1
            self.laptops.append(Laptop(self, laptop.disk.image()))
            self.copied = True

    def promote(self, laptop: Laptop) -> None:
        """Another main laptop."""
        self.did["promote"] += 1
        self.do(laptop, BeMain(on="site"))
        self.main = laptop

    def go_on(self, laptop: Laptop) -> None:
        """The button that is pressed where a laptop was copied."""
        self.did["renew"] += 1
        renew(laptop.desk)
        laptop.be()

    # -- how it must end ---------------------------------------------------------------------------------

    def heal(self) -> None:
        """Everything works again, and all exchange with the main laptop until nobody has news. It may not take long."""
        for laptop in self.laptops:
            laptop.disk.cut_after(0)
            self.boot(laptop) if laptop.off else None
        self.main = next(one for one in self.laptops if read_keys(one.desk).site_key)
        for laptop in self.laptops:
            if self._twice(laptop):
                self.go_on(laptop)
        for far, batch in self.late:
            with suppress(Trouble):
                stored(far.joined(), batch)
        for _ in range(ROUNDS):
            before = [laptop.desk.vector() for laptop in self.laptops]
            for laptop in self.laptops:
                if self._twice(laptop):
                    self.go_on(laptop)
                if laptop is not self.main:
                    with suppress(Trouble):  # the main laptop may have found out just now that it was copied
                        swap(laptop.joined(), Link(self, self.main, 0))
                if not self._twice(laptop):
                    relabel(laptop.desk)
            after = [laptop.desk.vector() for laptop in self.laptops]
            if before == after and all(vector == after[0] for vector in after):
                return
        raise AssertionError(f"seed {self.seed}: no end after {ROUNDS} rounds")

    @staticmethod
    def _twice(laptop: Laptop) -> bool:
        return any(desk.startswith(f"{laptop.desk.id}~") for desk in laptop.desk.vector())

    def check(self) -> None:
        """All are alike, nothing is missing or there twice, and what is shown is what the log says."""
        for laptop in self.laptops:
            while laptop.desk.settle():
                pass
        first = self.laptops[0]
        shown = parts.rows(first.desk)
        for laptop in self.laptops:
            found = verify(laptop.desk)
            wrong = found.different, found.faulty, found.unsettled, found.file
            assert wrong == (0, 0, 0, ()), f"seed {self.seed}: {found}"
            assert self.copied or not found.doubled, f"seed {self.seed}: {found.doubled}"
            assert parts.rows(laptop.desk) == shown, f"seed {self.seed}: tables differ"
        held = Counter(line.id for line in first.desk.after({}, 1 << 30))
        lost = self.acknowledged.keys() - held.keys()
        assert not lost, f"seed {self.seed}: lost {sorted(lost)}"
        assert max(held.values()) == 1, f"seed {self.seed}: doubled {held.most_common(3)}"
        self._remarks(first.desk)

    def _remarks(self, desk: Desk) -> None:
        """A remark stands unless its record was taken back by one that stands."""
        over: dict[str, list[str]] = defaultdict(list)
        for line in desk.after({}, 1 << 30):
            for op in wire.decode(line.data).ops:
                if isinstance(op, Void):
                    over[op.entry].append(line.id)

        def stands(id: str) -> bool:
            return not any(stands(by) for by in over[id])

        due = {id for id, entry in self.acknowledged.items() if stands(id) and any(
            isinstance(op, AddRemark) for op in entry.ops)}
        there = {id for unit in UNITS for id in desk.state(f"unit/{unit}").remarks}
        assert there == due, f"seed {self.seed}: remarks {there ^ due}"

    def close(self) -> None:
        for laptop in self.laptops:
            with suppress(PowerCut):
                laptop.desk.database.close()
            laptop.disk.close()


def identify(database: Database, site: str, desk: str, letter: str) -> None:
    """Who a laptop is, as it is kept on its disk."""
    with database.write() as sql:
        database.mark_derived(sql)
        for key, value in (("site", site), ("desk", desk), ("letter", letter)):
            sql.exec_driver_sql("INSERT INTO local VALUES ('', ?, ?)", (key, value))


def simulated(seed: int, folder: Path, steps: int = STEPS) -> World:
    """The whole of one seed."""
    chance, own = random.Random(-seed), secrets.token_bytes
    secrets.token_bytes = lambda many=None: chance.randbytes(many or 32)
    world = World(seed, folder)
    try:
        world.run(steps)
        world.heal()
        world.check()
    finally:
        world.close()
        secrets.token_bytes = own
    return world
