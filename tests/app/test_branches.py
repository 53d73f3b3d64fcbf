"""One disk, two laptops: what each wrote under the one name is kept by everybody, and nobody writes under it again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import parts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.desk import Desk
from app.errors import Trouble
from app.log import wire
from app.site import FILE
from app.stations.notes import AddRemark
from app.sync.swap import swap
from app.twin import relabel, renew
from app.verify import verify

Make = Callable[..., Desk]


def cloned(desk: Desk, folder: Path) -> Desk:
    """The same laptop again, as after a disk was copied."""
    folder.mkdir(parents=True)
    desk.database.copy(folder / FILE)
    return parts.desk(folder.parent, folder.name, name=desk.id)


def said(desk: Desk, unit: str = "unit/1") -> list[str]:
    return sorted(remark.text for remark in desk.state(unit).remarks.values())


def write(desk: Desk, *texts: str) -> None:
    for text in texts:
        desk.do(AddRemark(on="unit/1", text=text))


def agree(*desks: Desk) -> None:
    """Everybody exchanges with the first until nothing is new; then all hold the same, and it is right."""
    for _ in range(3):
        for desk in desks[1:]:
            swap(desk, desks[0])
    for desk in desks:
        assert desk.vector() == desks[0].vector() and parts.rows(desk) == parts.rows(desks[0])
        found = verify(desk)
        assert not (found.different or found.faulty or found.unsettled)


def test_both_contents_of_one_name_are_kept_by_all(make_desk: Make, tmp_path: Path) -> None:
    main, one = make_desk("H"), make_desk("A")
    write(main, "main")
    write(one, "before")
    swap(one, main)
    two = cloned(one, tmp_path / "clone" / "A")
    write(one, "mine")
    write(two, "theirs", "theirs too")
    agree(main, one, two)
    assert said(main) == said(one) == said(two) == ["before", "main", "mine", "theirs", "theirs too"]
    names = sorted(main.vector())
    assert [wire.base(name) for name in names] == [one.id, one.id, one.id, main.id]


def test_neither_writes_under_it_again_and_each_goes_on_under_a_new_name(make_desk: Make, tmp_path: Path) -> None:
    main, one = make_desk("H"), make_desk("A")
    write(main, "main")
    write(one, "before")
    two = cloned(one, tmp_path / "clone" / "A")
    write(one, "mine")
    write(two, "theirs")
    agree(main, one, two)
    for desk in (one, two):
        with pytest.raises(Trouble) as trouble:
            write(desk, "more")
        assert trouble.value == Trouble("desk_twice", letter="A")
        renew(desk)
        write(desk, f"more of {desk.letter}")
    agree(main, one, two)
    assert said(main)[-3:-1] == ["more of B", "more of B"] and one.id != two.id
    assert [relabel(one), relabel(two)].count(True) == 1  # the younger of the two
    agree(main, one, two)
    assert {one.letter, two.letter} == {"B", "C"} and not relabel(one) and not relabel(two)


def test_who_knows_nothing_of_it_yet_follows_whichever_side_he_met_first(make_desk: Make, tmp_path: Path) -> None:
    main, one, other, new = make_desk("H"), make_desk("A"), make_desk("C"), make_desk("D")
    write(one, "before")
    two = cloned(one, tmp_path / "clone" / "A")
    write(one, "mine", "mine too")
    write(two, "theirs")
    swap(main, one)
    swap(other, two)
    swap(other, main)
    swap(new, other)
    agree(main, new, other, one, two)
    assert said(new) == ["before", "mine", "mine too", "theirs"]


def test_a_copy_of_a_copy_parts_again(make_desk: Make, tmp_path: Path) -> None:
    main, one = make_desk("H"), make_desk("A")
    write(one, "1", "2")
    two = cloned(one, tmp_path / "clone" / "A")
    write(one, "3")
    write(two, "3 of two")
    three = cloned(one, tmp_path / "third" / "A")
    write(one, "4", "5")
    write(three, "4 of three")
    swap(main, one)
    swap(main, two)
    agree(main, three, one, two)
    assert said(main) == ["1", "2", "3", "3 of two", "4", "4 of three", "5"]


def test_a_name_that_parts_at_its_first_entry(make_desk: Make, tmp_path: Path) -> None:
    main, one, two = make_desk("H"), make_desk("A"), parts.desk(tmp_path / "other", "A")
    write(one, "mine")
    write(two, "theirs")
    agree(main, one, two)
    assert said(main) == ["mine", "theirs"]


def test_a_branch_that_is_called_what_it_is_not_is_not_taken(make_desk: Make) -> None:
    main, one = make_desk("H"), make_desk("A")
    write(one, "1", "2", "3")
    swap(main, one)
    lines = main.after({main.id: (9, b"")})
    for name in (f"{one.id}~000000000000@1", f"{one.id}~{lines[1].chain.hex()[:12]}@7", f"{one.id}~@", f"{one.id}~"):
        with pytest.raises(Trouble, match="chain_broken"):
            main.receive([msgspec.structs.replace(lines[1], desk=name)])
    assert [(line.desk, line.n) for line in main.after({})] == [(one.id, n) for n in (1, 2, 3)]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("wcx"), st.integers(0, 5), st.integers(0, 5)), max_size=25))
def test_however_disks_are_copied_nothing_is_lost_and_all_agree(tmp_path_factory: pytest.TempPathFactory,
                                                               steps: list[tuple[str, int, int]]) -> None:
    """w: one writes; c: its disk is copied to another laptop; x: two exchange."""
    folder = tmp_path_factory.mktemp("copies")
    main = parts.desk(folder, "H")
    desks, written = [main, parts.desk(folder, "A")], 0
    try:
        for what, first, second in steps:
            a, b = desks[first % len(desks)], desks[second % len(desks)]
            if what == "w":
                try:
                    write(a, str(written))
                    written += 1
                except Trouble:
                    renew(a)
            elif what == "c" and len(desks) < 6 and a is not main:
                desks.append(cloned(a, folder / f"copy {len(desks)}" / a.letter))
            elif a is not b:
                swap(a, b)
        agree(*desks)
        assert said(main) == sorted(map(str, range(written)))
    finally:
        for desk in desks:
            desk.database.close()
        shutil.rmtree(folder)
