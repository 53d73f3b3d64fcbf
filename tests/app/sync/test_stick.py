"""Records carried by hand: whole, cut off, damaged, of another site, of a newer program, for others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import members
import msgspec
import parts
import pytest
from members import joined

from app.cli import main
from app.errors import Trouble
from app.site import new_site
from app.stations.arrival import CheckIn
from app.stations.site import AdmitDesk, RevokeDesk
from app.sync import stick, trust
from app.sync.member import Member
from app.sync.stick import Taken, export, take
from app.sync.swap import swap
from app.verify import verify


@pytest.fixture
def first(tmp_path: Path) -> Member:
    return members.first(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.stick"


def heads(member: Member) -> dict[str, int]:
    return {desk: n for desk, (n, _) in member.vector().items()}


def test_one_file_brings_a_laptop_all_there_is_and_another_brings_back_what_it_did(
    first: Member, tmp_path: Path, file: Path
) -> None:
    second = joined(first, tmp_path)
    assert export(first, file) == sum(heads(first).values())
    assert take(second, file) == Taken(sum(heads(first).values()), sum(heads(first).values()))
    second.desk.do(CheckIn(on="unit/1-1-101", party=2))
    assert export(second, file) == 1  # the first one's own it holds, as its file said
    assert take(first, file) == Taken(1, 1)
    assert first.vector() == second.vector() and first.desk.state("unit/1-1-101").visits
    assert verify(first.desk).clean and verify(second.desk).clean


def test_what_all_others_hold_is_not_carried_again(first: Member, tmp_path: Path, file: Path) -> None:
    second, third = joined(first, tmp_path), joined(first, tmp_path)
    export(first, file)
    for member in (second, third):
        take(member, file)
    export(second, file)
    take(first, file)
    assert export(first, file) == sum(heads(first).values())  # of the third nothing is known yet
    export(third, file)
    take(first, file)
    first.desk.do(CheckIn(on="unit/1-1-101"))
    assert export(first, file) == 1 and export(first, file, everything=True) == sum(heads(first).values())


def test_the_same_file_twice_brings_nothing_new(first: Member, tmp_path: Path, file: Path) -> None:
    second = joined(first, tmp_path)
    count = export(first, file)
    take(second, file)
    assert take(second, file) == Taken(0, count)


def test_a_file_passes_on_what_third_laptops_did(first: Member, tmp_path: Path, file: Path) -> None:
    second, third = joined(first, tmp_path), joined(first, tmp_path)
    swap(second, first)
    second.desk.do(CheckIn(on="unit/1-1-101"))
    swap(second, first)
    export(first, file)
    take(third, file)
    assert third.desk.state("unit/1-1-101").visits and third.vector() == first.vector()


def test_a_long_file_is_made_and_read_in_parts(
    first: Member, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.sync.member.EVERY", 5)
    monkeypatch.setattr(stick, "PART", 10)
    for _ in range(40):
        first.desk.do(CheckIn(on="unit/1-1-101", again=True))
    second, steps = joined(first, tmp_path), list[int]()
    count = export(first, file, go_on=lambda: steps.append(1))
    assert len(steps) > 4 and take(second, file, go_on=lambda: steps.append(2)) == Taken(count, count)
    assert steps.count(2) > 3


def parted(first: Member, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Member, int]:
    """A laptop, and the length of a file of several parts for it."""
    monkeypatch.setattr("app.sync.member.EVERY", 5)
    monkeypatch.setattr(stick, "PART", 10)
    for _ in range(40):
        first.desk.do(CheckIn(on="unit/1-1-101", again=True))
    second = joined(first, tmp_path)
    export(first, file)
    return second, file.stat().st_size


@pytest.mark.parametrize("share", [0.0, 0.05, 0.3, 0.6, 0.95, 0.999])
def test_a_file_that_was_cut_off_gives_what_is_whole_and_says_so(
    first: Member, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    second, size = parted(first, tmp_path, file, monkeypatch)
    whole = file.read_bytes()
    file.write_bytes(whole[:int(size * share)])
    try:
        taken = take(second, file)
        assert taken.left is not None and taken.left.key == "stick_cut"
        assert taken.new == sum(heads(second).values())
    except Trouble as trouble:
        assert trouble.key in ("stick_foreign", "stick_damaged") and share < 0.3
    file.write_bytes(whole)
    assert take(second, file).left is None and second.vector() == first.vector()


def test_a_byte_that_is_another_one_is_noticed_wherever_it_stands(
    first: Member, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch, counts: Callable[[int, int], int]
) -> None:
    second, size = parted(first, tmp_path, file, monkeypatch)
    whole, many = file.read_bytes(), counts(40, 4000)
    for at in range(0, size, max(1, size // many)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        before = sum(heads(second).values())
        try:
            taken = take(second, file)
        except Trouble as trouble:
            assert trouble.key.startswith("stick_")
            taken = Taken(0, 0, trouble)
        assert taken.left is not None and sum(heads(second).values()) == before + taken.new
    file.write_bytes(whole)
    assert take(second, file).left is None and second.vector() == first.vector() and verify(second.desk).clean


def test_parts_that_were_left_out_or_moved_are_noticed(
    first: Member, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, _ = parted(first, tmp_path, file, monkeypatch)
    data = file.read_bytes()
    at = len(stick.MAGIC)
    at += 4 + int.from_bytes(data[at:at + 4], "big")
    pieces, head = list[bytes](), data[:at]
    while at < len(data):
        size = 4 + int.from_bytes(data[at:at + 4], "big")
        pieces.append(data[at:at + size])
        at += size
    assert len(pieces) > 3
    for wrong in (pieces[1:], [*pieces[:1], *pieces[2:]], [pieces[1], pieces[0], *pieces[2:]], pieces[:-1]):
        file.write_bytes(head + b"".join(wrong))
        left = take(second, file).left
        assert left is not None and left.key in ("stick_damaged", "stick_cut")


def test_files_that_are_none_of_ours(first: Member, tmp_path: Path, file: Path) -> None:
    second = joined(first, tmp_path)
    other = Member(parts.configured(parts.desk(tmp_path, "X", site="site2", role="lead")))

    def key(member: Member) -> str:
        with pytest.raises(Trouble) as told:
            take(member, file)
        return told.value.key

    file.write_bytes(b"%PDF-1.7 something else")
    assert key(second) == "stick_foreign"
    file.write_bytes(b"")
    assert key(second) == "stick_foreign"
    export(other, file)
    assert key(second) == "stick_other_site"
    export(first, file)
    plain = file.read_bytes()
    data = msgspec.msgpack.encode({"version": stick.VERSION + 1, "site": first.desk.site, "more": 1})
    file.write_bytes(stick.MAGIC + len(data).to_bytes(4, "big") + data + plain[-100:])
    assert key(second) == "stick_newer"
    assert key_of(tmp_path / "no such file", second) == "file_missing"
    assert heads(second) == {}


def key_of(file: Path, member: Member) -> str:
    with pytest.raises(Trouble) as told:
        take(member, file)
    return told.value.key


def test_a_laptop_that_was_shut_out_can_read_no_file_made_afterwards(
    first: Member, tmp_path: Path, file: Path
) -> None:
    second, third = joined(first, tmp_path), joined(first, tmp_path)
    export(first, file)
    take(second, file)
    first.desk.do(RevokeDesk(on=f"desk/{second.desk.id}", why="lost"))
    export(first, file)
    assert key_of(file, second) == "stick_not_for_us"
    assert take(third, file).left is None and third.vector() == first.vector()


@pytest.mark.parametrize("certificate", ["00", "no hex", "own", "site"])
def test_nobody_can_be_named_a_reader_by_a_member_alone(
    first: Member, tmp_path: Path, file: Path, certificate: str
) -> None:
    second = joined(first, tmp_path)
    swap(second, first)
    key = trust.new_key()
    said = {"own": trust.admit(key, second.desk.site, "stranger", trust.public(key)).hex(),
            "site": second.keys.own.hex()}.get(certificate, certificate)
    second.desk.do(AdmitDesk(on="desk/stranger", letter="X", certificate=said))
    swap(second, first)
    assert "stranger" not in first.members()
    export(first, file, everything=True)
    assert take(second, file).left is None


def test_a_file_that_goes_on_from_what_is_not_here_says_so(first: Member, tmp_path: Path, file: Path) -> None:
    second = joined(first, tmp_path)
    first.remember(second.desk.id, first.vector())  # it was put back from an older copy since
    first.desk.do(CheckIn(on="unit/1-1-101"))
    export(first, file)
    left = take(second, file).left
    assert left is not None and left.key == "stick_gap"
    export(first, file, everything=True)
    assert take(second, file).left is None and second.vector() == first.vector()


def test_nobody_reads_a_name_in_the_file(first: Member, file: Path) -> None:
    export(first, file)
    data = file.read_bytes()
    for word in ("陈静雯", "13800001111", "1-1-101", "Sample Court"):
        assert word.encode() not in data


def test_a_full_stick_leaves_the_file_that_was_there(first: Member, tmp_path: Path) -> None:
    folder = tmp_path / "no folder"
    with pytest.raises(Trouble):
        export(first, folder / "records.stick")
    file = tmp_path / "records.stick"
    file.write_bytes(b"before")

    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(Trouble) as told:
        export(first, file, go_on=full)
    assert told.value.key == "disk_full" and file.read_bytes() == b"before"
    assert [one.name for one in tmp_path.glob("*.new")] == []


# -- joining ---------------------------------------------------------------------------------------------------


def test_a_laptop_joins_by_stick_alone(first: Member, tmp_path: Path, file: Path) -> None:
    first.desk.do(CheckIn(on="unit/1-1-101"))
    asked, folder = tmp_path / "wants to join.handover-ask", tmp_path / "new"
    stick.ask(folder, asked)
    stick.ask(folder, asked)  # pressed twice: it is the same laptop
    welcome = stick.admit(first, asked, file)
    assert stick.admit(first, asked, file) == welcome
    desk, taken = stick.join(folder, parts.TestClock(), file)
    assert (desk.letter, desk.id, taken.left) == ("B", welcome.desk, None)
    assert desk.state("unit/1-1-101").visits and not (folder / stick.ASKING).exists()
    desk.do(CheckIn(on="unit/1-1-102"))
    export(Member(desk), file)
    assert take(first, file).new and first.desk.state("unit/1-1-102").visits
    desk.database.close()


def test_a_file_lets_in_only_the_laptop_that_it_was_written_for(first: Member, tmp_path: Path, file: Path) -> None:
    asked, other = tmp_path / "one.handover-ask", tmp_path / "other.handover-ask"
    stick.ask(tmp_path / "one", asked)
    stick.ask(tmp_path / "two", other)
    stick.admit(first, asked, file)
    for folder, said in (("two", "stick_not_for_us"), ("three", "file_missing")):
        with pytest.raises(Trouble) as told:
            stick.join(tmp_path / folder, parts.TestClock(), tmp_path / "none" if folder == "three" else file)
        assert told.value.key == said and not (tmp_path / folder / "site.db").exists()
    stick.admit(first, other, file)
    with pytest.raises(Trouble) as told:  # it can read it, and is not the one who is meant
        stick.join(tmp_path / "one", parts.TestClock(), file)
    assert told.value.key == "stick_no_welcome"
    with pytest.raises(Trouble) as told:
        stick.admit(first, file, tmp_path / "x")
    assert told.value.key == "ask_foreign"


def test_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = parts.TestClock(step=1)
    desk = new_site(tmp_path / "main", clock, name="Sample Court", zone=parts.ZONE)
    parts.listed(desk, "1-1-101")
    stick.ask(tmp_path / "other", tmp_path / "asks")
    stick.admit(Member(desk), tmp_path / "asks", tmp_path / "in")
    other, _ = stick.join(tmp_path / "other", clock, tmp_path / "in")
    other.do(CheckIn(on="unit/1-1-101"))
    desk.database.close()
    other.database.close()
    file = str(tmp_path / "records.handover")
    assert main(["export-stick", file, "--data", str(tmp_path / "other"), "--language", "en"]) == 0
    assert "2 records written" in capsys.readouterr().out
    for said in ("2 new records of 2", "0 new records of 2"):
        assert main(["import-stick", file, "--data", str(tmp_path / "main"), "--language", "en"]) == 0
        assert said in capsys.readouterr().out
    Path(file).write_bytes(Path(file).read_bytes()[:-3])
    assert main(["import-stick", file, "--data", str(tmp_path / "main"), "--language", "en"]) == 1
    assert "breaks off" in capsys.readouterr().err
    assert main(["export-stick", file, "--all", "--data", str(tmp_path / "main"), "--language", "en"]) == 0
