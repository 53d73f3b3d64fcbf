"""Printers that are not on the network: serial, USB, the system's queues; text for slow ones; finding them."""

from __future__ import annotations

import os
import pty
import select
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import parts
import pytest
import zxingcpp
from fakeprinter import FakePrinter
from PIL import Image
from usbbus import NAME, PRODUCT, VENDOR, UsbBus

from app.desk import Desk
from app.errors import Trouble
from app.settings import Settings
from app.stations.arrival import CheckIn
from app.stations.arrival_slip import ArrivalSlip
from app.tickets.address import printer_at
from app.tickets.code import slip_code
from app.tickets.escpos import OPEN_DRAWER
from app.tickets.finder import on_network, own_network, plugged_in
from app.tickets.model import PAPER, Model, Options, models, options, paper_for
from app.tickets.plain import ENCODINGS, SAMPLE, text_job, wide
from app.tickets.press import Press
from app.tickets.printer import Device, Network, NoPrinter, Outcome
from app.tickets.queue import Queue, queues
from app.tickets.share import Share
from app.tickets.spool import Spool
from app.tickets.wired import Serial, Usb
from app.words import Words

DAY = "2026-06-20"
TESTS = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Desk]:
    made = parts.configured(parts.desk(tmp_path))
    parts.listed(made, "3-2-1702", reasons=(), layout="三室两厅")
    yield made
    made.database.close()


def slip(desk: Desk) -> ArrivalSlip:
    made = Spool(desk, None, lambda row: None).facts(desk.do(CheckIn(on="unit/3-2-1702", party=3, again=True)).id)
    assert isinstance(made, ArrivalSlip)
    return made


def read(image: Image.Image) -> list[str]:
    return [one.text for one in zxingcpp.read_barcodes(image.convert("L"))]


# -- addresses -----------------------------------------------------------------------------------------------


def test_every_kind_of_printer_has_an_address_that_a_person_can_read() -> None:
    kinds = {"": type(None), "192.168.1.50": Network, "printer.local:9101": Network, "/dev/usb/lp0": Device,
             r"C:\slips.bin": Device, "usb:04b8:0202": Usb, "serial:/dev/ttyUSB0:115200": Serial, "serial:COM3": Serial,
             "queue:Front desk": Queue}
    assert {address: type(printer_at(address)) for address in kinds} == kinds
    usb, serial = printer_at("USB:04B8:0202"), printer_at("serial:COM3:115200")
    assert isinstance(usb, Usb) and (usb.vendor, usb.product) == (0x04B8, 0x0202)
    assert isinstance(serial, Serial) and (serial.device, serial.baud) == ("COM3", 115200)


@pytest.mark.parametrize("address", ["serial:COM3:1234", "two words", "1.2.3.4:99999", ":9100", "usb:4b8:202x y"])
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(Trouble, match="printer_address"):
        printer_at(address)


# -- serial --------------------------------------------------------------------------------------------------


class Cable:
    """A serial cable: what goes in at `device` comes out at the printer, and back."""

    def __init__(self, printer: FakePrinter) -> None:
        self._end, theirs = pty.openpty()
        self.device = os.ttyname(theirs)
        self._theirs = theirs
        self._peer = socket.create_connection((printer.host, printer.port))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def _carry(self) -> None:
        while not self._stop.is_set():
            ready, _, _ = select.select([self._end, self._peer], [], [], 0.05)
            if self._end in ready:
                self._peer.sendall(os.read(self._end, 4096))
            if self._peer in ready:
                os.write(self._end, self._peer.recv(4096))

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._peer.close()
        os.close(self._end)
        os.close(self._theirs)


@pytest.mark.parametrize("baud", [9600, 115200])
def test_a_serial_printer_is_asked_printed_on_and_confirms(site: Desk, baud: int) -> None:
    with FakePrinter() as printer, closing(Cable(printer)) as cable:
        outcome = Press(site, Serial(cable.device, baud, timeout=5))(slip(site), 0)
        assert (outcome.state, outcome.cause) == ("confirmed", "")
        assert read(printer.slips[0]) == [slip_code(DAY, "A001", "3-2-1702")]


def test_a_serial_printer_without_paper_says_so_before_anything_is_sent(site: Desk) -> None:
    with FakePrinter() as printer, closing(Cable(printer)) as cable:
        printer.paper(0)
        outcome = Press(site, Serial(cable.device, 115200))(slip(site), 0)
        assert (outcome.state, outcome.cause) == ("failed", "paper_out")


def test_a_serial_port_that_is_not_there_is_unplugged_and_one_that_is_not_ours_denied(tmp_path: Path) -> None:
    assert Serial(str(tmp_path / "none")).print(b"x").cause == "unplugged"
    if os.geteuid():
        closed = tmp_path / "tty"
        closed.touch(0o000)
        assert Serial(str(closed)).print(b"x").cause == "denied"


# -- usb -----------------------------------------------------------------------------------------------------


def test_a_usb_printer_that_is_not_plugged_in_is_a_cause_with_a_sentence() -> None:
    outcome = Usb(0x04B8, 0x0202).print(b"x")
    assert outcome.state == "failed" and outcome.cause in ("unplugged", "usb_library")
    trouble = outcome.trouble(no="A001", n=1)
    assert trouble is not None and "A001" in Words("zh_Hans").say(trouble)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[UsbBus, FakePrinter]]:
    """A bus of our own in the place of the machine's, and the printer on it."""
    with FakePrinter() as printer:
        made = UsbBus(printer)
        monkeypatch.setattr("usb.backend.libusb1.get_backend", lambda: made)
        yield made, printer


def test_a_usb_printer_is_found_asked_printed_on_and_confirms(
    site: Desk, tmp_path: Path, bus: tuple[UsbBus, FakePrinter]
) -> None:
    address = f"usb:{VENDOR:04x}:{PRODUCT:04x}"
    assert {one.address: one.name for one in plugged_in(tmp_path)}[address] == NAME
    printer = printer_at(address)
    assert isinstance(printer, Usb)
    for n in (1, 2):
        outcome = Press(site, printer)(slip(site), 0)
        assert (outcome.state, outcome.cause) == ("confirmed", "")
        assert len(read(bus[1].slips[n - 1])) == 1 and bus[1].unknown == b""


def test_a_usb_printer_that_takes_a_slip_slowly_gets_all_of_it(site: Desk, bus: tuple[UsbBus, FakePrinter]) -> None:
    bus[1].hold(100)
    bus[1].slow(0.003)
    outcome = Press(site, Usb(VENDOR, PRODUCT, timeout=0.1, finish=60))(slip(site), 0)
    assert (outcome.state, outcome.cause) == ("confirmed", "")
    assert read(bus[1].slips[0]) == [slip_code(DAY, "A001", "3-2-1702")] and bus[1].unknown == b""


def test_a_usb_printer_without_paper_unplugged_or_not_ours_says_so(
    site: Desk, bus: tuple[UsbBus, FakePrinter]
) -> None:
    usb, printer = bus
    press = Press(site, Usb(VENDOR, PRODUCT))
    printer.paper(0)
    assert press(slip(site), 0) == Outcome("failed", "paper_out")
    printer.paper()
    usb.allowed = False
    assert press(slip(site), 0) == Outcome("failed", "denied")
    usb.allowed, usb.looks = True, 1
    assert press(slip(site), 0) == Outcome("failed", "unplugged")
    usb.plugged = False
    assert press(slip(site), 0) == Outcome("failed", "unplugged")
    assert not printer.slips


def test_a_usb_printer_unplugged_in_the_middle_of_a_slip_leaves_a_question(
    site: Desk, bus: tuple[UsbBus, FakePrinter]
) -> None:
    usb, printer = bus
    printer.hold(100)
    printer.slow(0.003)
    pulled = threading.Timer(0.4, setattr, (usb, "plugged", False))
    pulled.start()
    assert Press(site, Usb(VENDOR, PRODUCT, timeout=0.1))(slip(site), 0).state == "unconfirmed"
    pulled.join()


# -- queues --------------------------------------------------------------------------------------------------

LP = """#!/bin/sh
case "$*" in *gone*) echo "lp: unknown destination" >&2; exit 1;; esac
echo "$@" > "$(dirname "$0")/said"
cat > "$(dirname "$0")/job"
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system with two print queues: programs of its own that obey the commands of CUPS."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("lp", LP), ("lpstat", "#!/bin/sh\necho Front\necho Office_A4\n")):
        (folder / name).write_text(text)
        (folder / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


@pytest.mark.skipif(os.name == "nt", reason="CUPS")
def test_a_queue_of_the_system_takes_the_job_as_it_is(site: Desk, system: Path) -> None:
    outcome = Press(site, Queue("Front"))(slip(site), 0)
    assert (outcome.state, (system / "said").read_text().split()) == ("sent", ["-d", "Front", "-o", "raw", "-s"])
    with FakePrinter() as printer, socket.create_connection((printer.host, printer.port)) as line:
        line.sendall((system / "job").read_bytes())
        printer.wait_until(lambda now: len(now.slips) == 1)
    assert Queue("gone").print(b"x") == Queue("gone").print(b"y") != Queue("Front").print(b"z")
    assert Queue("gone").print(b"x").cause == "queue_gone" and queues() == ["Front", "Office_A4"]


def test_a_queue_of_windows_takes_the_job_as_it_is(tmp_path: Path) -> None:
    def told(name: str) -> str:
        spooler = [sys.executable, str(TESTS / "winspool.py"), str(tmp_path), name]
        return subprocess.run(spooler, input=b"a job", env={**os.environ, "PYTHONPATH": str(TESTS.parent)}, check=True,
                              capture_output=True, timeout=60).stdout.decode().strip()

    assert told("Front") == "sent" and (tmp_path / "Front").read_bytes() == b"a job"
    assert told("gone") == "failed queue_gone" and not (tmp_path / "gone").exists()


def test_without_print_queues_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Queue("Front").print(b"x").cause == "queue_system" and queues() == []


# -- another desk's printer -----------------------------------------------------------------------------------


def test_another_desk_prints_on_a_shared_printer_and_hears_how_it_is(site: Desk) -> None:
    with FakePrinter() as printer, closing(Cable(printer)) as cable:
        own = Serial(cable.device, 115200)
        with closing(Share(lambda: own, 0)) as share:
            press = Press(site, Network("127.0.0.1", share.port, answer=2.0))
            assert press(slip(site), 0).state == "confirmed"
            printer.paper(0)
            assert press(slip(site), 0) == Outcome("failed", "paper_out", low=press(slip(site), 0).low)
            printer.paper()
            assert press(slip(site), 0).state == "confirmed"
        assert [read(image) for image in printer.slips] == [
            [slip_code(DAY, number, "3-2-1702")] for number in ("A001", "A004")]


def test_a_shared_device_keeps_whole_jobs_one_after_the_other(site: Desk, tmp_path: Path) -> None:
    file = tmp_path / "lp0"
    with closing(Share(lambda: Device(file), 0)) as share:
        presses = [Press(site, Network("127.0.0.1", share.port, answer=0.1)) for _ in range(2)]
        made = slip(site)
        assert [press(made, 0).state for press in presses] == ["sent", "sent"]
    jobs = file.read_bytes().split(b"\x1dVB\x00")
    assert len(jobs) == 3 and jobs[2] == b"" and jobs[0][-4000:] == jobs[1][-4000:]


def test_a_share_without_a_printer_hangs_up(site: Desk) -> None:
    with closing(Share(lambda: None, 0)) as share:
        assert Press(site, Network("127.0.0.1", share.port))(slip(site), 0).state == "failed"


# -- finding -------------------------------------------------------------------------------------------------


def test_what_is_plugged_in_is_found(tmp_path: Path, system: Path) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "lp0").touch()
    found = [printer.address for printer in plugged_in(tmp_path)]
    assert found[0] == str(tmp_path / "usb" / "lp0") and found[-2:] == ["queue:Front", "queue:Office_A4"]


def test_a_network_is_looked_through_and_can_be_left() -> None:
    told: list[tuple[int, int]] = []
    with FakePrinter() as printer:
        found = on_network("127.0.0.0/29", lambda n, of: told.append((n, of)), threading.Event(), port=printer.port)
        assert [one.address for one in found] == [f"127.0.0.1:{printer.port}"]
        assert sorted(told) == [(n, 6) for n in range(1, 7)]
        stopped = threading.Event()
        stopped.set()
        assert on_network("127.0.0.0/29", lambda n, of: None, stopped, port=printer.port) == []
    with pytest.raises(ValueError, match="too large"):
        on_network("10.0.0.0/16", lambda n, of: None, threading.Event())
    assert own_network() == "" or own_network().endswith(".0/24")


# -- how it prints -------------------------------------------------------------------------------------------


def test_settings_of_another_version_fall_back_and_are_kept(site: Desk) -> None:
    settings = Settings(site.database, site.site)
    assert options(settings) == Options()
    settings.set_all({"paper": "112", "printer_text": "ebcdic", "printer_cut": "no", "printer_drawer": "yes"})
    now = options(settings)
    assert (now.dots, now.text, now.cut, now.drawer) == (PAPER["80"], "", False, True)
    assert settings.get("paper") == "112"


def test_known_models_tell_how_wide_they_print() -> None:
    known = models()
    assert len(known) > 10 and all(model.name for model in known)
    assert [paper_for(Model("", "", dots, True)) for dots in (0, 384, 512, 576, 832)] == [
        "", "58", "80-180dpi", "80", "80"]


def test_cut_drawer_and_logo_are_what_is_set(site: Desk, tmp_path: Path) -> None:
    Image.new("RGBA", (900, 300), (200, 0, 0, 255)).save(tmp_path / "logo.png")
    made = slip(site)
    plain = Press(site, NoPrinter()).preview(made, 0)
    with_logo = Press(site, NoPrinter(), Options(logo=str(tmp_path / "logo.png"))).preview(made, 0)
    assert with_logo.width == plain.width and 100 < with_logo.height - plain.height <= 176
    for broken in ("none.png", "job"):
        (tmp_path / "job").write_bytes(b"no picture")
        assert Press(site, NoPrinter(), Options(logo=str(tmp_path / broken))).preview(made, 0).size == plain.size
    jobs = []
    for given in (Options(), Options(cut=False), Options(drawer=True)):
        file = tmp_path / f"{len(jobs)}.bin"
        Press(site, Device(file), given)(made, 0)
        jobs.append(file.read_bytes())
    assert b"\x1dVB\x00" in jobs[0] and b"\x1dVB\x00" not in jobs[1]
    assert jobs[2].startswith(OPEN_DRAWER) and OPEN_DRAWER not in jobs[0]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("paper", PAPER)
def test_a_slip_as_text_keeps_to_its_columns_and_says_the_same(site: Desk, paper: str, encoding: str) -> None:
    press = Press(site, NoPrinter(), Options(paper=paper))
    blocks, columns = press.blocks(slip(site), 1), PAPER[paper] // 12
    job = text_job(blocks, PAPER[paper], encoding)
    text = job.decode(encoding, "replace")
    for said in ("A001", "3-2-1702", "09:00", slip_code(DAY, "A001", "3-2-1702")):
        assert said in text
    assert len(job) < 2000
    clean = "".join(c if c.isprintable() or c == "\n" else "" for c in text)
    assert all(wide(line) <= columns + 24 for line in clean.split("\n")), "a few letters are of commands"


def test_text_goes_out_as_it_is_set_and_the_encodings_can_be_compared(site: Desk, tmp_path: Path) -> None:
    file = tmp_path / "text.bin"
    press = Press(site, Device(file), Options(text="gb18030"))
    assert press(slip(site), 0).state == "sent" and "三室两厅".encode("gb18030") in file.read_bytes()
    file.unlink()
    press.code_pages()
    pages = file.read_bytes()
    assert all(name.upper().encode() in pages and SAMPLE.encode(name, "replace") in pages for name in ENCODINGS)
