"""Laptops that sign what they give: who belongs to a site, and who wrote what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import members
import msgspec
import parts
import pytest
from members import joined

from app.errors import Trouble
from app.log import wire
from app.log.wire import Line
from app.stations.arrival import CheckIn
from app.stations.site import RevokeDesk
from app.sync import member as membership
from app.sync import trust
from app.sync.member import Batch, Member, Seal
from app.sync.swap import swap


@pytest.fixture
def first(tmp_path: Path) -> Member:
    return members.first(tmp_path)


def heads(member: Member) -> dict[str, int]:
    return {desk: n for desk, (n, _) in member.vector().items()}


def test_a_laptop_that_was_let_in_exchanges_with_a_letter_of_its_own(first: Member, tmp_path: Path) -> None:
    second = joined(first, tmp_path)
    swap(second, first)
    second.desk.do(CheckIn(on="unit/1-1-101", party=2))
    swap(second, first)
    assert first.desk.state("unit/1-1-101").visits and first.vector() == second.vector()
    assert second.desk.letter == "B" and first.desk.state(f"desk/{second.desk.id}").name == "Gate"


def test_what_one_gave_another_hands_on_to_a_third(first: Member, tmp_path: Path) -> None:
    second, third = joined(first, tmp_path), joined(first, tmp_path)
    assert {second.desk.letter, third.desk.letter} == {"B", "C"}
    swap(second, first)
    second.desk.do(CheckIn(on="unit/1-1-101", party=2))
    swap(third, second)  # neither of them is where the site was made
    assert third.vector() == second.vector() and third.desk.state("unit/1-1-101").visits


def test_long_runs_come_in_parts_that_each_end_at_a_seal(
    first: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "EVERY", 5)
    for _ in range(23):
        parts.listed(first.desk, "1-1-103")
    second = joined(first, tmp_path)
    batch = first.after({}, 12)
    assert [(seal.desk, seal.n) for seal in batch.seals] == [(first.desk.id, 10)] and len(batch.lines) == 10
    while second.receive(first.after(second.vector(), 12)):
        pass
    assert heads(second) == heads(first)


def test_a_restored_site_that_was_alone_is_vouched_for_under_its_old_ids_too(tmp_path: Path) -> None:
    before = parts.configured(parts.desk(tmp_path, "A", role="lead"))
    parts.listed(before, "1-1-101")
    after = parts.seated(before.database, "B", name="renewed", role="lead")
    after.do(CheckIn(on="unit/1-1-101"))
    first = Member(after)
    second = joined(first, tmp_path / "second")
    swap(first, second)
    assert heads(second) == heads(first) and set(heads(second)) == {before.id, "renewed"}


def forged(batch: Batch, first: Member, second: Member) -> Batch:
    """An entry that follows the first's last one, written and sealed by the second."""
    n, chain = first.vector()[first.desk.id]
    entry = parts.entry("forged", CheckIn(on="unit/1-1-102", day="2026-06-20", number="A900"))
    data = wire.encode(msgspec.structs.replace(entry, desk=first.desk.id, n=n + 1))
    line = Line(first.desk.id, n + 1, entry.id, data, wire.next_chain(chain, data), 0)
    head = second.head(line.desk, line.n, line.chain)
    return Batch([line], [Seal(line.desk, line.n, trust.sign(second.keys.key, head))], batch.certificates)


def test_no_member_writes_in_the_name_of_another(first: Member, tmp_path: Path) -> None:
    second, third = joined(first, tmp_path), joined(first, tmp_path)
    swap(first, second)
    swap(first, third)
    second.desk.do(CheckIn(on="unit/1-1-101"))
    batch = forged(second.after(third.vector()), first, second)
    for certificates in ({}, {first.desk.id: second.keys.own}):
        with pytest.raises(Trouble) as told:
            third.receive(msgspec.structs.replace(batch, certificates=certificates))
        assert told.value.key == "signature_wrong" and not third.desk.state("unit/1-1-102").visits
    line = batch.lines[0]
    signature = trust.sign(first.keys.key, first.head(line.desk, line.n, line.chain))
    assert third.receive(Batch([line], [Seal(line.desk, line.n, signature)])) == 1  # only the hand was wrong


def test_nobody_slips_an_entry_in_before_one_that_was_signed(first: Member, tmp_path: Path) -> None:
    second, third = joined(first, tmp_path), joined(first, tmp_path)
    swap(first, third)
    first.desk.do(CheckIn(on="unit/1-1-101"))
    swap(first, second)
    first.desk.do(CheckIn(on="unit/1-1-102"))
    first.desk.do(CheckIn(on="unit/1-1-102", again=True))
    genuine = first.after(second.vector())
    slipped = forged(genuine, first, second).lines[0]
    held, chain = second.vector()[first.desk.id]
    line = msgspec.structs.replace(slipped, n=held + 1)
    data = line.data.replace(f'"n":{slipped.n}'.encode(), f'"n":{line.n}'.encode())
    line = msgspec.structs.replace(line, data=data, chain=wire.next_chain(chain, data))
    for lines in ([line, *genuine.lines[1:]], [line, genuine.lines[-1]]):
        with pytest.raises(Trouble) as told:
            second.receive(msgspec.structs.replace(genuine, lines=lines))
        assert told.value.key == "chain_broken"
        assert second.vector()[first.desk.id] == (held, chain)


@pytest.mark.parametrize("damage, key", [
    (lambda batch: msgspec.structs.replace(batch, seals=[]), "unsealed"),
    (lambda batch: msgspec.structs.replace(batch, lines=batch.lines[:-1]), "unsealed"),
    (lambda batch: msgspec.structs.replace(batch, certificates={}), "not_a_member"),
    (lambda batch: msgspec.structs.replace(
        batch, certificates={desk: b"no certificate" for desk in batch.certificates}), "not_a_member"),
    (lambda batch: msgspec.structs.replace(
        batch, lines=[msgspec.structs.replace(line, chain=bytes(32)) for line in batch.lines]), "chain_broken"),
    (lambda batch: msgspec.structs.replace(
        batch, lines=[msgspec.structs.replace(line, data=line.data + b" ") for line in batch.lines]), "chain_broken"),
])  # fmt: skip
def test_nothing_is_taken_of_a_damaged_batch(
    first: Member, tmp_path: Path, damage: Callable[[Batch], Batch], key: str
) -> None:
    second = joined(first, tmp_path)
    with pytest.raises(Trouble) as told:
        second.receive(damage(first.after({})))
    assert told.value.key == key and heads(second) == {}
    assert second.receive(first.after({})) == heads(first)[first.desk.id]


def test_a_laptop_that_was_shut_out_is_known_as_such_until_that_is_taken_back(first: Member, tmp_path: Path) -> None:
    second = joined(first, tmp_path)
    entry = first.desk.do(RevokeDesk(on=f"desk/{second.desk.id}", why="lost"))
    with pytest.raises(Trouble) as told:
        first.who(second.keys.own)
    assert told.value.key == "desk_revoked"
    first.desk.void(entry.id)
    assert first.who(second.keys.own) == second.desk.id


def test_the_laptop_of_another_site_is_no_member(first: Member, tmp_path: Path) -> None:
    stranger = Member(parts.configured(parts.desk(tmp_path, "X", site="site2", role="lead")))
    with pytest.raises(Trouble) as told:
        first.who(stranger.keys.own)
    assert told.value.key == "not_a_member"
    with pytest.raises(Trouble):
        first.receive(stranger.after({}))
    same_name = trust.admit(stranger.keys.site_key, "site1", first.desk.id, trust.public(stranger.keys.key))
    with pytest.raises(Trouble):
        first.who(same_name)


def test_only_where_the_key_of_the_site_is_others_are_let_in(first: Member, tmp_path: Path) -> None:
    second = joined(first, tmp_path)
    with pytest.raises(Trouble) as told:
        second.admit(trust.public(trust.new_key()))
    assert told.value.key == "site_key_elsewhere"


def test_a_laptop_under_a_new_id_has_to_join_again(first: Member, tmp_path: Path) -> None:
    second = joined(first, tmp_path)
    renewed = parts.seated(second.desk.database, "D", name="renewed")
    with pytest.raises(Trouble) as told:
        Member(renewed)
    assert told.value.key == "membership_missing"


def test_keys_are_the_same_after_the_program_was_closed(first: Member) -> None:
    again = Member(parts.seated(first.desk.database, "A", role="lead"))
    assert again.keys == first.keys


def test_the_key_of_the_site_comes_back_from_paper(first: Member) -> None:
    paper = trust.on_paper(first.keys.site_key)
    assert trust.from_paper(paper.lower().replace(" ", "  ")) == first.keys.site_key
    for wrong in ("", "AAAA", paper[:-1], "A" + paper[1:] if paper[0] != "A" else "B" + paper[1:], paper + "1"):
        with pytest.raises(Trouble) as told:
            trust.from_paper(wrong)
        assert told.value.key == "paper_key_wrong"


def test_a_file_from_before_laptops_signed_gets_the_table_and_keeps_its_entries(tmp_path: Path) -> None:
    desk = parts.configured(parts.desk(tmp_path, "A", role="lead"))
    with desk.database.write() as sql:
        sql.exec_driver_sql("DROP TABLE seal")
        sql.exec_driver_sql("PRAGMA user_version=1")
    desk.database.close()
    again = parts.desk(tmp_path, "A", role="lead")
    assert again.state("site").name == "Sample Court"
    assert Member(again).after({}).seals
