"""Jobs to printers that are well, in trouble, or not there."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from fakeprinter import FakePrinter
from PIL import Image, ImageChops

from app.errors import Trouble
from app.tickets.escpos import job
from app.tickets.printer import Device, Network, NoPrinter, Outcome

SLIP = Image.radial_gradient("L").resize((576, 1200)).point([0] * 99 + [255] * 157, "1")
JOB = job(SLIP)
HUGE = job(Image.new("1", (576, 20_000), 1))


@pytest.fixture
def network(paper_printer: FakePrinter) -> Network:
    """A way to the printer that loses patience soon."""
    return Network(paper_printer.host, paper_printer.port, timeout=0.5, answer=0.1, finish=0.3)


@pytest.fixture
def patient(paper_printer: FakePrinter) -> Network:
    """A way to the printer that waits until it says that it is done."""
    return Network(paper_printer.host, paper_printer.port, timeout=5, answer=0.5, finish=10)


def test_a_printer_that_is_well_confirms_the_slip(patient: Network, paper_printer: FakePrinter):
    assert patient.print(JOB) == Outcome("confirmed")
    assert len(paper_printer.slips) == 1  # confirmed means that it is out


def test_every_slip_has_a_connection_of_its_own(patient: Network, paper_printer: FakePrinter):
    assert [patient.print(JOB).state for _ in range(3)] == ["confirmed"] * 3
    assert paper_printer.connections == 3
    assert len(paper_printer.slips) == 3


def test_a_slow_printer_is_waited_for(patient: Network, paper_printer: FakePrinter):
    paper_printer.slow(0.0002)
    assert patient.print(JOB) == Outcome("confirmed")


def test_a_roll_that_is_nearly_used_up_is_said_and_stops_nothing(
    patient: Network, paper_printer: FakePrinter
):
    paper_printer.paper(low=True)
    assert patient.print(JOB) == Outcome("confirmed", low=True)


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (lambda p: p.paper(0), "paper_out"),
        (lambda p: p.cover(True), "cover_open"),
        (lambda p: (p.cover(True), p.paper(0)), "cover_open"),
        (lambda p: p.offline(), "offline"),
        (lambda p: p.jam(), "cutter"),
    ],
)
def test_a_printer_in_trouble_is_sent_nothing_and_the_cause_is_named(network, paper_printer, fault, cause):
    fault(paper_printer)
    outcome = network.print(JOB)
    assert (outcome.state, outcome.cause) == ("failed", cause)
    assert paper_printer.received == b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"


def test_paper_that_runs_out_in_the_middle_leaves_it_to_a_person(
    patient: Network, paper_printer: FakePrinter
):
    paper_printer.paper(500)
    assert patient.print(JOB) == Outcome("unconfirmed", "paper_out")
    assert paper_printer.slips == []
    paper_printer.paper()
    paper_printer.wait_until(lambda p: len(p.slips) == 1)  # the printer goes on where it stopped
    assert paper_printer.slips[0].size == SLIP.size


def test_a_printer_that_cannot_answer_is_sent_the_slip_all_the_same(
    network: Network, paper_printer: FakePrinter
):
    paper_printer.mute()
    assert network.print(JOB) == Outcome("sent")
    paper_printer.wait_until(lambda p: len(p.slips) == 1)


def test_a_printer_that_never_says_when_it_is_done_is_waited_for_only_once(
    network: Network, paper_printer: FakePrinter
):
    paper_printer.keep_quiet()
    assert network.print(JOB) == Outcome("sent")
    paper_printer.wait_until(lambda p: len(p.slips) == 1)
    asked = len(paper_printer.queries)
    assert network.print(JOB) == Outcome("sent")
    paper_printer.wait_until(lambda p: len(p.slips) == 2)
    assert len(paper_printer.queries) == asked + 8  # how it is, once before and once after


def test_a_printer_that_once_said_so_and_now_does_not_leaves_it_to_a_person(network, paper_printer):
    assert network.print(JOB).state == "confirmed"
    paper_printer.keep_quiet()
    assert network.print(JOB) == Outcome("unconfirmed", "stalled")


def test_a_printer_that_once_answered_and_is_silent_now_is_stalled(network, paper_printer):
    assert network.print(JOB).state == "confirmed"
    paper_printer.stall()
    assert network.print(JOB) == Outcome("failed", "stalled")


def test_a_mute_printer_that_takes_no_more_leaves_it_to_a_person(
    network: Network, paper_printer: FakePrinter
):
    paper_printer.mute()
    paper_printer.stall()
    assert network.print(HUGE) == Outcome("unconfirmed", "stalled")


def test_a_printer_that_is_mute_while_it_prints_is_waited_for(patient: Network, paper_printer: FakePrinter):
    paper_printer.slow(0.0005)
    paper_printer.busy()
    assert patient.print(JOB) == Outcome("confirmed")


def test_a_small_printer_that_runs_out_of_paper_says_so_when_asked_again(network, paper_printer):
    paper_printer.paper(500)
    paper_printer.hold(8_000)
    assert network.print(HUGE) == Outcome("unconfirmed", "paper_out")


def test_a_printer_that_never_tells_is_looked_at_after_the_slip(network, paper_printer):
    paper_printer.keep_quiet()
    assert network.print(JOB) == Outcome("sent")
    paper_printer.paper(500)
    assert network.print(HUGE) == Outcome("unconfirmed", "paper_out")


def test_a_connection_that_breaks_leaves_it_to_a_person(network: Network, paper_printer: FakePrinter):
    paper_printer.hang_up_after(40_000)
    assert network.print(JOB) == Outcome("unconfirmed", "dropped")


def test_a_connection_that_breaks_before_the_slip_has_failed(network: Network, paper_printer: FakePrinter):
    paper_printer.hang_up_after(0)
    assert network.print(JOB) == Outcome("failed", "dropped")


def test_the_slip_after_a_broken_one_comes_out_whole(patient: Network, paper_printer: FakePrinter):
    paper_printer.hang_up_after(40_000)
    assert patient.print(JOB).state == "unconfirmed"
    paper_printer.hang_up_after(None)
    assert patient.print(JOB).state == "confirmed"
    last = paper_printer.slips[-1]
    tail = last.crop((0, last.height - SLIP.height, last.width, last.height))
    assert ImageChops.logical_xor(tail, SLIP).getbbox() is None
    assert paper_printer.unknown == b""


def test_a_printer_that_was_switched_off_and_on_prints_the_next_slip(
    patient: Network, paper_printer: FakePrinter
):
    paper_printer.hang_up_after(40_000)
    assert patient.print(JOB).state == "unconfirmed"
    paper_printer.hang_up_after(None)
    paper_printer.power_cycle()
    assert patient.print(JOB) == Outcome("confirmed")
    assert paper_printer.slips[-1].size == SLIP.size


def test_a_refused_connection_has_failed_and_a_later_one_prints(patient: Network, paper_printer: FakePrinter):
    paper_printer.refuse()
    assert patient.print(JOB) == Outcome("failed", "refused")
    paper_printer.accept()
    assert patient.print(JOB) == Outcome("confirmed")


@pytest.mark.parametrize("host", ["printer.invalid", "a..b", "x" * 300, ""])
def test_an_address_that_nobody_has_is_unreachable(host: str):
    outcome = Network(host, port=1, timeout=0.5).print(JOB)
    assert outcome.state == "failed"
    assert outcome.cause in ("unreachable", "refused")


def test_an_address_that_does_not_answer_is_unreachable():
    with socket.socket() as busy, socket.socket() as first, socket.socket() as second:
        busy.bind(("127.0.0.1", 0))
        busy.listen(0)
        for waiting in (first, second):  # the queue is full, so the next one hears nothing
            waiting.setblocking(False)
            waiting.connect_ex(busy.getsockname())
        assert Network(*busy.getsockname(), timeout=0.2).print(JOB) == Outcome("failed", "unreachable")


def test_a_printer_prints_for_two_desks_at_once(paper_printer: FakePrinter):
    desks = [Network(paper_printer.host, paper_printer.port) for _ in range(2)]
    first = desks[0].print(JOB)
    assert {first.state, desks[1].print(JOB).state} == {"confirmed"}


def test_a_file_keeps_every_job(tmp_path: Path):
    file = tmp_path / "slips.bin"
    device = Device(file)
    assert [device.print(b"one"), device.print(b"two")] == [Outcome("sent")] * 2
    assert file.read_bytes() == b"onetwo"


def test_a_device_that_is_not_there_is_unplugged(tmp_path: Path):
    assert Device(tmp_path / "usb" / "lp0").print(JOB) == Outcome("failed", "unplugged")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anything")
def test_a_device_that_may_not_be_written_is_denied(tmp_path: Path):
    file = tmp_path / "lp0"
    file.touch(mode=0o444)
    assert Device(file).print(JOB) == Outcome("failed", "denied")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_device_that_takes_no_more_has_no_paper():
    assert Device(Path("/dev/full")).print(JOB) == Outcome("unconfirmed", "paper_out")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_device_that_stalls_is_given_up(tmp_path: Path):
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb"):
        assert Device(pipe, timeout=0.1).print(JOB) == Outcome("unconfirmed", "stalled")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_device_takes_the_whole_job_at_its_own_pace(tmp_path: Path):
    pipe, got = tmp_path / "lp0", []
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    plugged_in = os.open(pipe, os.O_WRONLY)  # else a reader would find the end before anything is written
    os.set_blocking(reading, True)

    def read() -> None:
        with open(reading, "rb") as end:
            got.append(end.read(len(JOB)))

    reader = threading.Thread(target=read)
    reader.start()
    assert Device(pipe).print(JOB) == Outcome("sent")
    reader.join()
    os.close(plugged_in)
    assert got == [JOB]


def test_without_a_printer_nothing_is_in_the_way():
    assert NoPrinter().print(JOB) == Outcome("sent", "no_printer")
    assert NoPrinter().print(JOB).trouble() is None


@pytest.mark.parametrize(
    ("outcome", "trouble"),
    [
        (Outcome("confirmed", low=True), None),
        (Outcome("sent"), None),
        (Outcome("failed", "paper_out"), Trouble("printer_paper_out", no="A023", n=2)),
        (Outcome("unconfirmed", "stalled"), Trouble("printer_stalled", no="A023", n=2)),
    ],
)
def test_what_is_in_the_way_is_a_trouble_with_the_slips_number(outcome, trouble):
    assert outcome.trouble(no="A023", n=2) == trouble


def test_python_escpos_is_not_imported_before_a_slip_and_leaves_no_folder(tmp_path: Path):
    program = (
        "import sys, app.tickets.printer as p; assert 'escpos' not in sys.modules;"
        "from pathlib import Path; print(p.Device(Path(sys.argv[1])).print(b'x').state)"
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    clean = {k: v for k, v in os.environ.items() if k != "ESCPOS_CAPABILITIES_PICKLE_DIR"}
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "slips.bin"],
        cwd=root,
        capture_output=True,
        text=True,
        env={**clean, "TMPDIR": str(temporary), "TEMP": str(temporary)},
        check=False,
    )
    assert (done.stdout, done.stderr) == ("sent\n", "")
    assert list(temporary.iterdir()) == []
