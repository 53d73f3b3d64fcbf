"""A load on a main laptop, in a process of its own: members that give prepared entries as fast as they are taken.

    python giving.py FILE

FILE (MessagePack): {"address", "givers": [{"keys": [...], "batches": [...]}]}. Prints, as JSON, how long all of it
took (s) and each answer (ms).
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import msgspec

sys.path[:0] = [str(Path(__file__).parents[2])]

from app.sync.far import Far  # noqa: E402 - found through the line above
from app.sync.member import Batch, Keys  # noqa: E402


class Giver(msgspec.Struct):
    """One member, and what it gives one after the other."""

    keys: Keys
    batches: list[Batch]


class Load(msgspec.Struct):
    """All of them, and whom they give it to."""

    address: str
    givers: list[Giver]


def main(file: str) -> None:
    load = msgspec.msgpack.decode(Path(file).read_bytes(), type=Load)
    answers: list[float] = []
    ready = threading.Barrier(len(load.givers) + 1)

    def give(giver: Giver) -> None:
        far = Far(load.address, giver.keys)
        far.vector()  # the connection is there
        ready.wait()
        for batch in giver.batches:
            began = time.perf_counter()
            far.receive(batch)
            answers.append((time.perf_counter() - began) * 1000)
        far.close()

    threads = [threading.Thread(target=give, args=(giver,)) for giver in load.givers]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    print(json.dumps({"seconds": time.perf_counter() - began, "answers": answers}))


if __name__ == "__main__":
    main(sys.argv[1])
