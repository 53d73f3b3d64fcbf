"""Photos of defects: their record, their files, and how they follow the entries to the other laptops."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import members
import parts
import pytest
from faultyproxy import FaultyProxy
from parts import until
from PIL import Image
from starlette.applications import Starlette

from app.backup import backup
from app.clock import Clock
from app.desk import Desk, Operator
from app.errors import Refused, Trouble
from app.photos import EDGE, Photos
from app.queries.photos import recorded
from app.restore import restore
from app.settings import Settings
from app.stations.inspection import DropDefect, LogDefect
from app.stations.photos import LARGEST, AddPhoto
from app.sync.far import Far, join_whole
from app.sync.hub import Hub
from app.sync.member import Member
from app.sync.photos import PIECE, RATE, Carrier, Piece
from app.sync.swap import swap
from app.sync.syncer import Syncer
from app.twin import Twins
from app.verify import verify

Pause = Callable[[float], bool]


def picture(seed: int = 0, size: tuple[int, int] = (900, 700), kind: str = "PNG", **saved: object) -> bytes:
    """A made-up photo of so many pixels that does not become small."""
    made, out = Image.frombytes("RGB", size, random.Random(seed).randbytes(size[0] * size[1] * 3)), io.BytesIO()
    made.save(out, kind, **saved)
    return out.getvalue()


def photographed(desk: Desk, seed: int = 0, size: tuple[int, int] = (900, 700)) -> str:
    """A defect with a photo; the name of the photo."""
    entry = desk.do(LogDefect(on="unit/1-1-101", code="WAL01"))
    sha256, length = Photos(desk.home.path.parent).add(picture(seed, size), "x")
    desk.do(AddPhoto(on="unit/1-1-101", defect=entry.id, sha256=sha256, size=length))
    return sha256


def go_on(seconds: float) -> bool:
    """Nothing else is to be done."""
    return False


# -- the record --------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(desk: Desk) -> Desk:
    parts.listed(desk, "1-1-101")
    return desk


def test_the_same_photo_twice_is_one_and_taking_the_first_back_leaves_the_second(listed: Desk) -> None:
    name = photographed(listed)
    defect = next(iter(listed.state("unit/1-1-101").defects))
    first = next(iter(listed.state("unit/1-1-101").photos))
    listed.do(AddPhoto(on="unit/1-1-101", defect=defect, sha256=name, size=5))
    assert list(listed.state("unit/1-1-101").photos) == [first]
    listed.void(first)
    assert [p.sha256 for p in listed.state("unit/1-1-101").photos.values()] == [name]
    assert verify(listed).clean


@pytest.mark.parametrize(("sha256", "size"), [("../../site", 1), ("a" * 63, 1), ("A" * 64, 1), ("a" * 64, 0),
                                              ("a" * 64, LARGEST + 1), ("a" * 64 + "\n", 1)])
def test_what_can_be_no_photo_is_refused_and_has_no_effect_where_it_comes_from_elsewhere(
    listed: Desk, sha256: str, size: int
) -> None:
    defect = listed.do(LogDefect(on="unit/1-1-101", code="WAL01")).id
    with pytest.raises(Refused):
        listed.do(AddPhoto(on="unit/1-1-101", defect=defect, sha256=sha256, size=size))
    pen = parts.Pen()
    listed.receive([pen.write(AddPhoto(on="unit/1-1-101", defect=defect, sha256=sha256, size=size))])
    assert not recorded(listed.database.read, listed.site)


def test_a_void_defect_gets_no_photo(listed: Desk) -> None:
    defect = listed.do(LogDefect(on="unit/1-1-101", code="WAL01")).id
    listed.do(DropDefect(on="unit/1-1-101", defect=defect, why="twice"))
    with pytest.raises(Refused) as told:
        listed.do(AddPhoto(on="unit/1-1-101", defect=defect, sha256="a" * 64, size=1))
    assert told.value.key == "defect_unknown"


# -- the file ----------------------------------------------------------------------------------------------------


def test_a_photo_is_made_smaller_turned_upright_and_says_no_more_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x8825] = {1: "N", 2: (22.0, 16.0, 42.0)}  # where it was taken
    sha256, size = Photos(tmp_path).add(picture(size=(2400, 1200), kind="JPEG", exif=exif), "x")
    kept = Photos(tmp_path).path(sha256).read_bytes()
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (EDGE // 2, EDGE) and not shown.getexif()
    assert len(kept) == size < LARGEST and hashlib.sha256(kept).hexdigest() == sha256
    assert Photos(tmp_path).add(picture(size=(2400, 1200), kind="JPEG", exif=exif), "again") == (sha256, size)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "BMP", "GIF"])
def test_common_formats_are_read(tmp_path: Path, kind: str) -> None:
    sha256, size = Photos(tmp_path).add(picture(kind=kind), "x")
    assert Photos(tmp_path).has(sha256, size)


@pytest.mark.parametrize("data", [b"", b"no photo", picture()[:200], picture(kind="JPEG")[:5000]])
def test_a_file_that_is_no_photo_or_half_of_one_is_named(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Trouble) as told:
        Photos(tmp_path).add(data, "crack.jpg")
    assert told.value == Trouble("photo_unreadable", file="crack.jpg")


@pytest.mark.parametrize("name", ["../site", "/etc/passwd", "a" * 64 + "/../x", "", "a\0"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    for ask in (Photos(tmp_path).path, Photos(tmp_path).held):
        with pytest.raises(Trouble) as told:
            ask(name)
        assert told.value.key == "photo_unknown"


def test_a_piece_that_does_not_follow_is_not_taken_and_a_wrong_photo_begins_anew(tmp_path: Path) -> None:
    data, photos = b"x" * 1000, Photos(tmp_path)
    name = hashlib.sha256(data).hexdigest()
    assert photos.put(name, 1000, 0, data[:400]) == 400
    assert photos.put(name, 1000, 0, data[:400]) == photos.put(name, 1000, 500, data[500:]) == 400
    with pytest.raises(Trouble) as told:
        photos.put(name, 1000, 400, b"y" * 900)
    assert told.value.key == "photo_damaged" and photos.held(name) == 0
    assert photos.put(name, 1000, 0, data + b"more") == 1000 and photos.has(name, 1000)
    assert photos.piece(name, 990, 64) == b"x" * 10 and photos.piece(name, 1000, 64) == b""


def test_a_backup_takes_them_along_and_a_restore_brings_them_back(listed: Desk, tmp_path: Path) -> None:
    name = photographed(listed)
    size = recorded(listed.database.read, listed.site)[name]
    (tmp_path / "stick").mkdir()
    file = backup(listed, tmp_path / "stick")
    assert Photos(tmp_path / "stick").has(name, size)
    Photos(tmp_path / "stick").path(name).rename(Photos(tmp_path / "stick").path(name).with_suffix(".part"))
    file = backup(listed, tmp_path / "stick")  # one that was cut off is made whole
    restore(file, tmp_path / "new", Clock(), Twins(tmp_path / "twins"))
    assert Photos(tmp_path / "new").has(name, size)


# -- to the others -----------------------------------------------------------------------------------------------


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    with members.served(tmp_path) as hub:
        yield hub


def joined(hub: Hub, folder: Path) -> tuple[Desk, Far]:
    desk, _ = join_whole(folder, Clock(), f"127.0.0.1:{hub.port}", hub.open_invite().code)
    desk.operator = Operator("Lam", "desk")
    return desk, Far(f"127.0.0.1:{hub.port}", Member(desk).keys)


def test_a_photo_goes_to_the_main_laptop_and_from_there_to_the_others(hub: Hub, tmp_path: Path) -> None:
    (one, far), (other, away) = joined(hub, tmp_path / "B"), joined(hub, tmp_path / "C")
    name = photographed(one)
    size = recorded(one.database.read, one.site)[name]
    assert size > 3 * PIECE
    for desk, side in ((one, far), (other, away)):
        swap(Member(desk), side)
        carrier = Carrier(desk)
        carrier.carry(side, go_on)
        assert carrier.waiting == 0 and carrier.photos.has(name, size) and hub.photos.has(name, size)
        side.close()
    assert Photos(tmp_path / "C").path(name).read_bytes() == Photos(tmp_path / "B").path(name).read_bytes()
    one.database.close()
    other.database.close()


def test_it_goes_on_where_it_was_cut_off_and_entries_go_first(hub: Hub, tmp_path: Path) -> None:
    desk, far = joined(hub, tmp_path / "B")
    name = photographed(desk)
    swap(Member(desk), far)
    waited: list[float] = []

    def once(seconds: float) -> bool:
        waited.append(seconds)
        return True

    for n in (1, 2):
        Carrier(desk).carry(far, once)  # another one each time, as after a start
        assert hub.photos.held(name) == n * PIECE
    assert waited == [PIECE / RATE] * 2
    Carrier(desk).carry(far, go_on)
    assert hub.photos.has(name, recorded(desk.database.read, desk.site)[name])
    far.close()
    desk.database.close()


def test_what_is_not_on_record_or_not_what_it_is_called_is_not_kept(hub: Hub, tmp_path: Path) -> None:
    desk, far = joined(hub, tmp_path / "B")
    for name, key in (("a" * 64, "photo_unknown"), ("../../x", "photo_unknown")):
        with pytest.raises(Trouble) as told:
            far.give_photo(Piece(name, 0, b"x"))
        assert told.value.key == key
    with pytest.raises(Trouble):
        far.photos(["../site"])
    assert far.photo(Piece("a" * 64, 5)) == b""
    name = photographed(desk)
    swap(Member(desk), far)
    size = recorded(desk.database.read, desk.site)[name]
    with pytest.raises(Trouble) as told:
        far.give_photo(Piece(name, 0, b"x" * size))
    assert told.value.key == "photo_damaged" and hub.photos.held(name) == 0
    assert not [file for file in (tmp_path / "A").rglob("*") if file.suffix in (".jpg", ".part")]
    far.close()
    desk.database.close()


def test_it_follows_by_itself_over_a_bad_link(hub: Hub, tmp_path: Path) -> None:
    link = FaultyProxy(hub.port, 3)
    desk, far = joined(hub, tmp_path / "B")
    far.close()
    Settings(desk.database, desk.site).main_laptop = f"127.0.0.1:{link.port}"
    syncer = Syncer(desk, f"127.0.0.1:{link.port}", lambda state: None)
    syncer.start()
    names = [photographed(desk, seed, (400, 300)) for seed in range(3)]
    until(lambda: any(map(hub.photos.held, names)))
    link.cut()
    sizes = recorded(desk.database.read, desk.site)
    until(lambda: all(hub.photos.has(name, sizes[name]) for name in names), 40)
    until(lambda: syncer.state.photos == 0)
    syncer.stop()
    link.close()
    desk.database.close()


class Older(Hub):
    """The main laptop of a site whose program knows of no photos yet."""

    def _app(self) -> Starlette:
        return Starlette(routes=[route for route in super()._app().routes if "photo" not in route.path])


def test_a_main_laptop_with_an_older_program_gets_the_entries_and_no_photos(tmp_path: Path) -> None:
    hub = Older(members.first(tmp_path), "127.0.0.1")
    hub.start()
    desk, far = joined(hub, tmp_path / "B")
    far.close()
    syncer = Syncer(desk, f"127.0.0.1:{hub.port}", lambda state: None)
    syncer.start()
    photographed(desk)
    until(lambda: hub._member.vector() == desk.vector() and syncer.state.photos == 1)
    assert syncer.state.trouble is None
    syncer.stop()
    hub.stop()
    desk.database.close()
    hub._member.desk.database.close()
