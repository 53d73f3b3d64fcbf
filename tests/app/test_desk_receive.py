"""Lines from other laptops: taken in their order and unchanged, kept as they are, passed on as they are."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import parts
import pytest

from app import tables
from app.desk import SLICE, Desk, Vector
from app.errors import Trouble
from app.log import wire
from app.log.wire import Line
from app.stations.arrival import CheckIn
from app.stations.notes import AddRemark
from app.stations.roster import ListUnit
from app.stations.site import Configure
from app.sync.swap import swap

Make = Callable[..., Desk]
DAY = "2026-06-20"


def letter_from(desk: str, *texts: str, site: str = "site1") -> list[Line]:
    """Lines of another laptop, one remark each."""
    pen = parts.Pen(site, desk)
    return [pen.write(AddRemark(on="unit/1", text=text)) for text in texts]


def remarks(desk: Desk, unit: str = "unit/1") -> list[str]:
    return [remark.text for remark in desk.state(unit).remarks.values()]


def test_lines_are_taken_whatever_order_they_come_in(make_desk: Make) -> None:
    desk, lines = make_desk(), letter_from("X", "one", "two", "three")

    assert desk.receive(lines[::-1]) == 3
    assert sorted(remarks(desk)) == ["one", "three", "two"]


def test_lines_that_were_here_are_not_new(make_desk: Make) -> None:
    desk, lines = make_desk(), letter_from("X", "one", "two")

    assert [desk.receive(lines[:1]), desk.receive(lines), desk.receive(lines)] == [1, 1, 0]
    assert len(remarks(desk)) == 2


def changed(line: Line, **values: object) -> Line:
    return msgspec.structs.replace(line, **values)


def forged(line: Line, data: bytes) -> Line:
    """Other bytes, with a chain that fits them after nothing."""
    return changed(line, data=data, chain=wire.next_chain(wire.first_chain("site1", line.desk), data))


@pytest.mark.parametrize(
    ("break_", "key"),
    [
        (lambda line: changed(line, data=line.data.replace(b"one", b"0ne")), "chain_broken"),
        (lambda line: changed(line, chain=b"\0" * 32), "chain_broken"),
        (lambda line: changed(line, n=2), "chain_broken"),
        (lambda line: changed(line, n=0), "chain_broken"),
        (lambda line: changed(line, n=-1), "chain_broken"),
        (lambda line: changed(line, id="another"), "chain_broken"),
        (lambda line: forged(line, line.data.replace(b'"n":1', b'"n":2')), "chain_broken"),
        (lambda line: forged(line, line.data.replace(b'"desk":"X"', b'"desk":"Z"')), "chain_broken"),
        (lambda line: forged(line, b"no entry"), "line_unreadable"),
        (lambda line: forged(line, b'{"id":"X#1"}'), "line_unreadable"),
        (lambda line: forged(line, line.data.replace(b'"at":', b'"at":99999')), "line_unreadable"),
        (lambda line: letter_from("X", "one", site="drill")[0], "chain_broken"),
    ],
)
def test_a_line_that_does_not_fit_is_not_taken_nor_what_comes_after_it_and_all_others_are(
    make_desk: Make, break_: Callable[[Line], Line], key: str
) -> None:
    desk = make_desk()
    first, second = letter_from("X", "one", "two")

    with pytest.raises(Trouble) as trouble:
        desk.receive([*letter_from("W", "before"), break_(first), second, *letter_from("Y", "after")])

    assert trouble.value.key == key
    assert remarks(desk) == ["before", "after"]
    assert desk.vector().keys() == {"W", "Y"}
    assert desk.receive([first, second]) == 2, "and it is taken when it comes as it should be"


def test_two_contents_for_one_number_are_both_kept(make_desk: Make) -> None:
    desk = make_desk()
    desk.receive(letter_from("X", "one", "two"))
    desk.receive([parts.Pen("site1", "X").write(AddRemark(on="unit/1", text="another"), id="another")])

    assert sorted(remarks(desk)) == ["another", "one", "two"]
    assert sorted((wire.base(name), n) for name, (n, _) in desk.vector().items()) == [("X", 1), ("X", 2)]


def test_a_gap_is_not_taken(make_desk: Make) -> None:
    desk, (first, second, third) = make_desk(), letter_from("X", "one", "two", "three")

    with pytest.raises(Trouble) as trouble:
        desk.receive([first, third])

    assert trouble.value == Trouble("chain_broken", desk="X", n=3)
    assert desk.receive([second, third]) == 2


def test_lines_that_were_not_taken_leave_the_desk_working(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    (one,) = parts.listed(desk, "1")
    with pytest.raises(Trouble):
        desk.receive([forged(letter_from("X", "one")[0], b"no entry")])

    desk.do(CheckIn(on=one))
    desk.rebuild()

    assert len(desk.state(one).visits) == 1


# -- what a newer program writes -----------------------------------------------------------------------------


def newer() -> parts.Pen:
    pen = parts.Pen(desk="newer", letter="N")
    pen.write({"do": "CheckIn", "on": "unit/1", "number": "N001", "day": DAY, "seat": {"row": 3}}, mood="good")
    pen.write({"do": "Levitate", "on": "unit/1", "height": 1e3}, {"do": "AddRemark", "on": "unit/1", "text": "lift"})
    pen.write({"do": "Hoist", "on": "crane/7", "load": [1, 2]}, {"do": "AddRemark", "on": "crane/7", "text": "x"})
    pen.write(deeds={"in": "a field of its own"})
    pen.put(b'{ "n": 5,  "id": "spaced",\n"at":1, "desk": "newer", "ops": [] , "more": "\\u9648"}', "spaced")
    return pen


def test_what_a_newer_program_wrote_passes_through_an_older_one_byte_for_byte(make_desk: Make) -> None:
    old, third, pen = make_desk("A"), make_desk("B"), newer()

    assert old.receive(pen.lines) == 5
    swap(old, third)

    assert third.after({}) == pen.lines
    chain = wire.first_chain("site1", "newer")
    for line in third.after({}):
        chain = wire.next_chain(chain, line.data)
        assert line.chain == chain
    assert third.vector()["newer"] == (5, chain)


def test_a_desk_knows_that_others_have_a_newer_program(make_desk: Make) -> None:
    desk = make_desk()
    desk.receive(letter_from("X", "one"))
    assert not desk.newer
    desk.receive(newer().lines)
    assert desk.newer


def test_what_is_understood_of_it_counts_and_survives_what_is_done_here(make_desk: Make) -> None:
    old = make_desk("A", bare=False)
    (one,) = parts.listed(old, "1")
    old.receive(newer().lines)

    old.do(CheckIn(on=one, again=True))
    old.rebuild()

    assert remarks(old) == ["lift"]
    assert [v.numbers for v in old.state(one).visits.values()] == [("N001",), ("A001",)]
    assert old.after({"laptop-A": old.vector()["laptop-A"]}) == newer().lines


def test_what_a_newer_program_did_can_be_taken_back_here_whole(make_desk: Make) -> None:
    old = make_desk("A", bare=False)
    parts.listed(old, "1")
    pen = newer()
    old.receive(pen.lines)

    void = old.void(pen.lines[2].id, override=parts.LEAD)

    assert void.subjects == ("crane/7",)
    assert old.history("crane/7")[-1].id == void.id


# -- stored, settled later -----------------------------------------------------------------------------------


def household(desk: Desk) -> list[str]:
    return [row[2] for row in parts.rows(desk, "household")["household"]]


def test_stored_lines_wait_to_be_settled_and_asking_folds_them_at_once(make_desk: Make) -> None:
    desk = make_desk()

    desk.receive([parts.Pen().write(ListUnit(on="unit/1", version="v", owners=("甲",)))], settle=False)

    assert desk.state("unit/1").owners == ("甲",)
    assert household(desk) == []
    assert desk.settle() == 0
    assert household(desk) == ["1"]


def test_doing_something_to_a_stored_subject_settles_it_whole(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    (one,) = parts.listed(desk, "1")
    pen = parts.Pen()
    pen.write(ListUnit(on=one, version="v", owners=("王小明",)), AddRemark(on="unit/2", text="x"))
    pen.write(CheckIn(on=one, number="Z001", day="2026-06-19"))
    desk.receive(pen.lines, settle=False)

    desk.do(CheckIn(on=one))

    shown = parts.rows(desk)
    assert [row[4] for row in shown["visit"]] and len(shown["visit"]) == 2
    assert desk.settle() == 0 and household(desk) == ["1", "2"]
    desk.rebuild()
    assert parts.rows(desk) == {**shown, **parts.rows(desk, "household", "search_key", "search_text")}


def test_settling_goes_in_slices_so_that_the_local_desk_is_never_kept_waiting(make_desk: Make) -> None:
    desk = make_desk()
    units = [f"unit/{n}" for n in range(2 * SLICE + 1)]
    heard: list[set[str]] = []
    desk.on_change.append(heard.append)
    desk.receive([parts.Pen().write(*(AddRemark(on=unit, text="x") for unit in units))], settle=False)

    assert [desk.settle(), desk.settle(), desk.settle(), desk.settle()] == [SLICE + 1, 1, 0, 0]
    assert [len(subjects) for subjects in heard] == [SLICE, SLICE, 1]
    assert set().union(*heard) == set(units)


def test_a_rebuild_settles_everything(make_desk: Make) -> None:
    desk = make_desk()
    desk.receive(letter_from("X", "one"), settle=False)

    desk.rebuild()

    assert household(desk) == ["1"]
    assert desk.settle() == 0


def test_a_rebuild_throws_away_what_does_not_belong(make_desk: Make) -> None:
    desk = make_desk("A", bare=False)
    parts.listed(desk, "1")
    before = parts.rows(desk)
    for table in tables.DERIVED_TABLES:
        parts.plant(desk, table)

    desk.rebuild()

    assert parts.rows(desk) == before


# -- swapping ------------------------------------------------------------------------------------------------


class Bit:
    """A desk behind a carrier that takes only a few lines at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.vector, self.receive, self.settle = desk.vector, desk.receive, desk.settle

    def after(self, vector: Vector, limit: int = 2) -> list[Line]:
        return self._desk.after(vector, limit)


def test_two_desks_give_each_other_what_the_other_lacks(make_desk: Make) -> None:
    a, b = make_desk("A", bare=False), make_desk("B")
    parts.listed(a, "1", "2")
    b.do(AddRemark(on="unit/1", text="x"))

    assert swap(a, b) == (1, 2)
    assert swap(a, b) == (0, 0)
    assert a.vector() == b.vector() and a.after({}) == b.after({})


def test_a_long_absence_is_made_good_in_many_rounds(make_desk: Make) -> None:
    a, b = make_desk("A"), make_desk("B")
    for n in range(7):
        a.do(AddRemark(on="unit/1", text=str(n)))
        b.do(AddRemark(on="unit/2", text=str(n)))

    assert swap(Bit(a), Bit(b)) == (7, 7)
    assert a.vector() == b.vector()


def test_any_desk_passes_on_what_it_heard_of_others(make_desk: Make) -> None:
    a, b, c = make_desk("A", bare=False), make_desk("B"), make_desk("C")
    swap(a, b)

    assert swap(c, b) == (1, 0)
    assert c.state("site").name == "Sample Court"


class Mute(Bit):
    """A desk that is asked and gives nothing."""

    def after(self, vector: Vector, limit: int = 0) -> list[Line]:
        return []


def test_an_exchange_that_moves_nothing_stops_with_a_sentence(make_desk: Make) -> None:
    a, b = make_desk("A"), make_desk("B")
    b.do(Configure(on="site", name="other"))

    with pytest.raises(Trouble, match="swap_stuck"):
        swap(a, Mute(b))


def test_of_two_moments_when_the_site_first_knew_a_line_the_earlier_counts(make_desk: Make) -> None:
    desk = make_desk()
    (line,) = letter_from("X", "one")

    for known in (50, 70, 30, 40):
        desk.receive([changed(line, known=known)])

    assert desk.after({})[0].known == 30
