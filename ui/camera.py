"""The laptop's own camera as a scanner, where its two libraries are installed (the extra `camera`)."""

from __future__ import annotations

import importlib.util
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from app.errors import Trouble
from app.tickets.code import read_code

LOOK_S = 30  # after which nobody holds a slip up any more, and the light beside the camera goes out
END_S = 5  # a camera that takes longer for one picture is left to itself


class Device(Protocol):
    """What takes pictures: cv2.VideoCapture, or anything like it."""

    def read(self) -> tuple[bool, Any]:
        """Whether there is a picture, and the picture."""

    def release(self) -> None:
        """Let others have it."""


def installed() -> bool:
    """Whether this laptop has what reading with a camera needs."""
    return all(importlib.util.find_spec(name) is not None for name in ("cv2", "zxingcpp"))


def first_camera() -> Device:
    """The system's first camera. Raises Trouble `camera_missing` where there is none, or another program has it."""
    import cv2

    device: Device = cv2.VideoCapture(0)
    if not device.isOpened():  # type: ignore[attr-defined]
        device.release()
        raise Trouble("camera_missing")
    return device


def digits_in(picture: Any) -> str:
    """The first code of ours in a picture, '' for none: an array of grey or of blue, green, red."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return next((code.text for code in found if read_code(code.text) is not None), "")


class Camera(QObject):
    """`look()` opens the camera in a thread until it has seen one code, was asked to stop, or nobody held one up.
    Then `done` brings the digits, '' for none, or the Trouble that was in the way."""

    done = Signal(object)

    def __init__(self, open_: Callable[[], Device] = first_camera, look_s: float = LOOK_S) -> None:
        super().__init__()
        self._open, self._look_s = open_, look_s
        self._enough = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def looks(self) -> bool:
        """Whether the camera is open."""
        return self._thread is not None and self._thread.is_alive()

    def look(self) -> None:
        """Open the camera; nothing if it is open."""
        if not self.looks:
            self._enough.clear()
            self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Close it after the picture that it is taking."""
        self._enough.set()

    def close(self) -> None:
        """Close it and wait for that."""
        self.stop()
        if self._thread is not None:
            self._thread.join(END_S)

    def _run(self) -> None:
        try:
            self.done.emit(self._watch(self._open()))
        except Trouble as trouble:
            self.done.emit(trouble)

    def _watch(self, device: Device) -> str:
        until = time.monotonic() + self._look_s
        try:
            while not self._enough.is_set() and time.monotonic() < until:
                there, picture = device.read()
                if not there:
                    raise Trouble("camera_gone")
                if digits := digits_in(picture):
                    return digits
            return ""
        finally:
            device.release()
