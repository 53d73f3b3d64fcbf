"""Printers on a wire of the laptop's own: serial and USB. Their libraries are loaded when one is set up."""

from __future__ import annotations

import errno
import os
from typing import Any

from app.errors import Trouble
from app.tickets.driver import escpos_printers
from app.tickets.line import Port
from app.tickets.printer import Answering

BAUD = 9600
USB_OUT, USB_IN = 0x01, 0x82  # where most printers listen and speak, until the device itself says
PRINTERS = 7  # the USB class of printers
REFUSED = (errno.EACCES, errno.EPERM)


class Serial(Answering):
    """A printer at a serial port (`/dev/ttyUSB0`, `COM3`). Handshake by DTR/DSR, as receipt printers have it."""

    def __init__(self, device: str, baud: int = BAUD, timeout: float = 3.0, answer: float = 0.5,
                 finish: float = 20.0) -> None:
        super().__init__(timeout, answer, finish)
        self.device, self.baud = device, baud

    def port(self) -> Port:
        """The wire. Raises OSError or Trouble."""
        return SerialPort(self.device, self.baud, self.timeout)

    def _why_not(self, error: Exception) -> str:
        return "denied" if isinstance(error, OSError) and error.errno in REFUSED else "unplugged"


class SerialPort:
    """A serial port. A piece goes in a third of a second at most, so that its timeout means that nothing is taken."""

    def __init__(self, device: str, baud: int, timeout: float) -> None:
        import serial

        if os.name != "nt" and not os.access(device, os.R_OK | os.W_OK) and os.path.exists(device):
            raise PermissionError(errno.EACCES, device)
        self.chunk = max(64, baud // 30)
        self._printer: Any = escpos_printers().Serial(device, baudrate=baud, timeout=timeout)
        self._device = serial.Serial(device, baudrate=baud, timeout=timeout, write_timeout=timeout, dsrdtr=True,
                                     exclusive=_exclusive())
        self._printer.device = self._device
        self._gone = (serial.SerialException, OSError)
        self._late = serial.SerialTimeoutException

    def write(self, data: bytes) -> None:
        """All of them."""
        try:
            self._printer._raw(data)
            self._device.flush()
        except self._late as late:
            raise TimeoutError from late
        except self._gone as gone:
            raise OSError(errno.ENODEV, str(gone)) from gone

    def read(self, seconds: float) -> bytes:
        """What comes."""
        self._device.timeout = seconds
        try:
            return bytes(self._device.read(1)) + bytes(self._device.read(self._device.in_waiting or 0))
        except self._gone as gone:
            raise OSError(errno.ENODEV, str(gone)) from gone

    def close(self) -> None:
        """Let go of it."""
        self._device.close()


class Usb(Answering):
    """A printer at a USB port, by the ids of its maker and its model."""

    def __init__(self, vendor: int, product: int, timeout: float = 3.0, answer: float = 0.5, finish: float = 10.0
                 ) -> None:
        super().__init__(timeout, answer, finish)
        self.vendor, self.product = vendor, product

    def port(self) -> Port:
        """The wire. Raises OSError or Trouble."""
        return UsbPort(self.vendor, self.product, self.timeout)

    def _why_not(self, error: Exception) -> str:
        return "denied" if isinstance(error, OSError) and error.errno in REFUSED else "unplugged"


class UsbPort:
    """A USB printer's two pipes. Raises Trouble `usb_library` where there is no libusb to reach it with."""

    chunk = 4096

    def __init__(self, vendor: int, product: int, timeout: float) -> None:
        found = next((one for one in usb_devices() if (one.idVendor, one.idProduct) == (vendor, product)), None)
        if found is None:
            raise FileNotFoundError(errno.ENODEV, f"{vendor:04x}:{product:04x}")
        self._out, self._in = _pipes(found)
        self._wait = int(timeout * 1000)
        self._printer: Any = escpos_printers().Usb(vendor, product, timeout=self._wait, in_ep=self._in,
                                                   out_ep=self._out)
        _opened(found)
        self._printer.open(raise_not_found=False)
        self._device = self._printer.device
        if self._device is None:  # unplugged between the two looks
            raise FileNotFoundError(errno.ENODEV, f"{vendor:04x}:{product:04x}")

    def write(self, data: bytes) -> None:
        """All of them, however little goes at once: a transfer that ran out of time says how far it came. pyusb's
        errors are OSErrors."""
        try:
            while data:
                data = data[self._device.write(self._out, data, self._wait):]
        except OSError as error:
            if error.errno == errno.ETIMEDOUT:
                raise TimeoutError from error
            raise

    def read(self, seconds: float) -> bytes:
        """What comes."""
        try:
            return bytes(self._device.read(self._in, 64, max(1, int(seconds * 1000))))
        except OSError as error:
            if error.errno == errno.ETIMEDOUT:
                return b""
            raise

    def close(self) -> None:
        """Let go of it."""
        self._printer.close()


def usb_devices() -> list[Any]:
    """The USB printers that are plugged in. Raises Trouble `usb_library`."""
    try:
        import usb.core
        import usb.util

        found = [*usb.core.find(find_all=True)]
    except ImportError as error:
        raise Trouble("usb_library") from error
    except usb.core.NoBackendError as error:
        raise Trouble("usb_library") from error
    return [one for one in found if any(face.bInterfaceClass == PRINTERS for setting in one for face in setting)]


def _pipes(device: Any) -> tuple[int, int]:
    """Where the printer listens and where it speaks."""
    ends = [end.bEndpointAddress for setting in device for face in setting if face.bInterfaceClass == PRINTERS
            for end in face]
    return (next((end for end in ends if not end & 0x80), USB_OUT), next((end for end in ends if end & 0x80), USB_IN))


def _opened(device: Any) -> None:
    """Raises OSError where this user may not: python-escpos would only log it."""
    import usb.util

    device.get_active_configuration()
    usb.util.dispose_resources(device)


def _exclusive() -> bool | None:
    """Whether nobody else may open the port meanwhile; Windows never lets two in and knows no such question."""
    return None if os.name == "nt" else True
