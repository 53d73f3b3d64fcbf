"""A program that plays sounds as those on Linux do: called with a file, under their names, on a PATH of its own."""

from __future__ import annotations

from pathlib import Path


class Player:
    """`heard()` are the files that it was given, by name, in their order; it keeps a copy of each beside its log."""

    def __init__(self, folder: Path, name: str = "pw-play", *, fails: bool = False, seconds: float = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._log = folder, folder / f"{name}.heard"
        self._log.touch()
        program = folder / name
        program.write_text(
            "#!/bin/sh\n"
            f'/bin/cp "$1" "{folder}/{name}-${{1##*/}}"\n'
            f"/bin/sleep {seconds}\n"
            f'echo "${{1##*/}}" >> "{self._log}"\n'
            f"exit {int(fails)}\n")
        program.chmod(0o755)
        self.path = str(folder)

    def heard(self) -> list[str]:
        """What was played so far: good, bad."""
        return [line.removesuffix(".wav") for line in self._log.read_text().splitlines()]
