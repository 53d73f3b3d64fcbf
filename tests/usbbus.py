"""A USB bus of our own with a receipt printer on it: descriptors and bulk transfers as the USB specification has them,
so that pyusb and python-escpos work on it as on a real one. Behind it stands a FakePrinter.
"""

from __future__ import annotations

import errno
import socket
import time
from array import array
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from fakeprinter import FakePrinter
from usb.backend import IBackend
from usb.core import USBError, USBTimeoutError

OUT, IN, PACKET, BULK, PRINTER_CLASS = 0x02, 0x81, 64, 2, 7
VENDOR, PRODUCT, NAME = 0x04B8, 0x0202, "Made-up receipt printer"


class UsbBus(IBackend):
    """`plugged` whether the printer is on the bus, and for how many `looks` more; `allowed` whether this user may open
    it. One that takes nothing says so by NAK: a transfer that made no way ends by a time-out, one that made some by how
    far it came."""

    def __init__(self, printer: FakePrinter) -> None:
        self._printer = printer
        self.plugged = self.allowed = True
        self.looks = float("inf")

    # -- what stands in its descriptors (USB 2.0, chapter 9.6) ------------------------------------------------

    def enumerate_devices(self) -> Iterator[int]:
        self.looks -= 1
        return iter((1,) if self.plugged and self.looks >= 0 else ())

    def get_device_descriptor(self, dev: int) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=PACKET, idVendor=VENDOR, idProduct=PRODUCT, bcdDevice=0x100, iManufacturer=0, iProduct=1,
            iSerialNumber=0, bNumConfigurations=1, address=2, bus=1, port_number=1, port_numbers=(1,), speed=2)

    def get_configuration_descriptor(self, dev: int, config: int) -> Any:
        _first(config)
        return SimpleNamespace(bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
                               iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[])

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> Any:
        _first(intf, alt, config)
        return SimpleNamespace(bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2,
                               bInterfaceClass=PRINTER_CLASS, bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0,
                               extra_descriptors=[])

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> Any:
        _first(intf, alt, config)
        return SimpleNamespace(bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=BULK,
                               wMaxPacketSize=PACKET, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[])

    # -- what is done with it ---------------------------------------------------------------------------------

    def open_device(self, dev: int) -> socket.socket:
        self._there()
        if not self.allowed:
            raise USBError("Access denied", -3, errno.EACCES)
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)  # a bus keeps nothing back
        line.connect((self._printer.host, self._printer.port))
        return line

    def close_device(self, dev_handle: socket.socket) -> None:
        dev_handle.close()

    def get_configuration(self, dev_handle: socket.socket) -> int:
        return 1

    def set_configuration(self, dev_handle: socket.socket, config_value: int) -> None:
        self._there()

    def set_interface_altsetting(self, dev_handle: socket.socket, intf: int, altsetting: int) -> None:
        self._there()

    def claim_interface(self, dev_handle: socket.socket, intf: int) -> None:
        self._there()

    def release_interface(self, dev_handle: socket.socket, intf: int) -> None:
        pass

    def reset_device(self, dev_handle: socket.socket) -> None:
        self._there()

    def bulk_write(self, dev_handle: socket.socket, ep: int, intf: int, data: array[int], timeout: int) -> int:
        self._there()
        assert ep == OUT
        told, bytes_, until = 0, data.tobytes(), time.monotonic() + timeout / 1000  # for all of it
        while told < len(bytes_):
            dev_handle.settimeout(max(0.001, until - time.monotonic()))
            try:
                told += dev_handle.send(bytes_[told:told + PACKET])
            except TimeoutError:
                if told:
                    return told
                raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from None
        return told

    def bulk_read(self, dev_handle: socket.socket, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        self._there()
        assert ep == IN
        dev_handle.settimeout(timeout / 1000)
        try:
            heard = dev_handle.recv(len(buff))
        except TimeoutError:
            raise USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from None
        buff[:len(heard)] = array("B", heard)
        return len(heard)

    def ctrl_transfer(self, dev_handle: socket.socket, bmRequestType: int, bRequest: int, wValue: int, wIndex: int,
                      data: array[int], timeout: int) -> int:
        """Its name: language 0x409, then the words in UTF-16."""
        self._there()
        text = NAME.encode("utf-16-le") if wValue & 0xFF else b"\x09\x04"
        said = bytes((2 + len(text), 3)) + text
        data[:len(said)] = array("B", said)
        return len(said)

    def _there(self) -> None:
        if not self.plugged:
            raise USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)


def _first(*numbers: int) -> None:
    if any(numbers):
        raise IndexError("there is one of each")
