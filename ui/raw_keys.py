"""Key strokes as the system reports them, before an input method can eat them (X11 and Windows)."""

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray

_X11_PRESS, _X11_RELEASE = 2, 3
_WINDOWS_PRESS, _WINDOWS_RELEASE = 0x0100, 0x0101

Watch = Callable[[int, int, bool], bool]
"""Takes scan code, time in ms and whether pressed; returns True to take the key away."""


class X11Key(ctypes.Structure):
    """The head of xcb_key_press_event_t."""

    _fields_ = (
        ("response_type", ctypes.c_uint8),
        ("detail", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time", ctypes.c_uint32),
    )


class WindowsMessage(ctypes.Structure):
    """The head of MSG; its window and parameters are as wide as a pointer."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("word", ctypes.c_size_t),
        ("long", ctypes.c_size_t),
        ("time", ctypes.c_uint32),
    )


class RawKeys(QAbstractNativeEventFilter):
    """A native filter that passes every key to `watch`; on other systems it sees nothing."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def seen(self, kind: bytes, address: int) -> bool:
        """Read one system event at a memory address; True takes it away."""
        if kind == b"xcb_generic_event_t":
            key = X11Key.from_address(address)
            sent = key.response_type & 0x7F
            pressed = sent == _X11_PRESS
            return (pressed or sent == _X11_RELEASE) and self._watch(key.detail, key.time, pressed)
        if kind == b"windows_dispatcher_MSG":
            message = WindowsMessage.from_address(address)
            if message.message in (_WINDOWS_PRESS, _WINDOWS_RELEASE):
                pressed = message.message == _WINDOWS_PRESS
                return self._watch((message.long >> 16) & 0x1FF, message.time, pressed)
        return False

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        return self.seen(bytes(QByteArray(kind).data()), int(message)), 0
