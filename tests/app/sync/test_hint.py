"""Main laptops are found in the network by themselves, over real multicast on this machine."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from parts import until

from app.sync.far import PORT
from app.sync.hint import announce, look

HERE = ("127.0.0.1",)


def test_a_main_laptop_is_found_and_gone_again() -> None:
    heard: list[Sequence[tuple[str, str]]] = [()]
    deaf = look(heard.append, HERE)
    ends = [announce("127.0.0.1", port, HERE) for port in (PORT, PORT + 1)]
    until(lambda: len(heard[-1]) == 2)
    name = socket.gethostname().partition(".")[0]
    assert sorted(heard[-1]) == [("127.0.0.1", name), (f"127.0.0.1:{PORT + 1}", name)]
    ends[1]()
    until(lambda: heard[-1] == (("127.0.0.1", name),))
    ends[0]()
    until(lambda: heard[-1] == ())
    deaf()


def test_without_an_address_nothing_is_said() -> None:
    announce("", PORT)()
