"""The files of photos: each is called by the SHA-256 of its bytes, so that nothing can be put in its place unseen."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from app.database import trouble
from app.errors import Trouble
from app.stations.photos import is_photo

FOLDER = "photos"
EDGE, QUALITY = 1600, 82  # pixels of the longer edge, and of the JPEG: a crack is seen, and a day fits on a stick
PIXELS = 100_000_000  # more is no photo


class Photos:
    """Those of a site, below the folder of its file. Raises Trouble when the disk is in the way."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def add(self, data: bytes, called: str) -> tuple[str, int]:
        """Keep a photo in any common format, turned upright, made smaller, and without what a camera notes beside it
        (where, when, whose). Its SHA-256 and bytes. Raises Trouble `photo_unreadable`."""
        from PIL import Image, ImageOps, UnidentifiedImageError  # a fifth of a second: only who has a photo pays for it

        try:
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > PIXELS:
                    raise Trouble("photo_unreadable", file=called)
                picture.draft("RGB", (EDGE, EDGE))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise Trouble("photo_unreadable", file=called) from error
        upright.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        upright.save(made, "JPEG", quality=QUALITY, optimize=True)
        kept = made.getvalue()
        sha256 = hashlib.sha256(kept).hexdigest()
        if not self.has(sha256, len(kept)):
            self.put(sha256, len(kept), 0, kept)
        return sha256, len(kept)

    def path(self, sha256: str) -> Path:
        """Where it is, or will be. Raises Trouble for what can be no photo's name."""
        if not is_photo(sha256, 1):
            raise Trouble("photo_unknown")
        return self._folder / sha256[:2] / f"{sha256}.jpg"

    def has(self, sha256: str, size: int) -> bool:
        """Whether it is here whole."""
        with suppress(OSError):
            return self.path(sha256).stat().st_size == size
        return False

    def held(self, sha256: str) -> int:
        """How many bytes of it are here."""
        for file in (self.path(sha256), self._part(sha256)):
            with suppress(OSError):
                return file.stat().st_size
        return 0

    def piece(self, sha256: str, at: int, most: int) -> bytes:
        """Some of its bytes; none at the end, or where it is not here whole."""
        with suppress(OSError), self.path(sha256).open("rb") as file:
            file.seek(at)
            return file.read(most)
        return b""

    def put(self, sha256: str, size: int, at: int, data: bytes) -> int:
        """Keep a piece that follows what is here; how many bytes are here then. The last one is taken only if all is
        what its name says: else it begins anew, with Trouble `photo_damaged`."""
        file, part = self.path(sha256), self._part(sha256)
        held = self.held(sha256)
        if at != held or held >= size:
            return held
        with _disk(file):
            part.parent.mkdir(parents=True, exist_ok=True)
            with part.open("ab") as out:
                out.write(data[: size - held])
                out.flush()
                os.fsync(out.fileno())
            held = part.stat().st_size
            if held == size:
                if hashlib.sha256(part.read_bytes()).hexdigest() != sha256:
                    part.unlink()
                    raise Trouble("photo_damaged")
                part.replace(file)
        return held

    def copy_to(self, other: Photos, names: Mapping[str, int]) -> int:
        """Give another folder those of these (bytes by SHA-256) that are here and not there; how many."""
        lacking = [name for name, size in names.items() if self.has(name, size) and not other.has(name, size)]
        for name in lacking:
            other._part(name).unlink(missing_ok=True)  # of a copy that was cut off
            other.put(name, names[name], 0, self.path(name).read_bytes())
        return len(lacking)

    def _part(self, sha256: str) -> Path:
        return self.path(sha256).with_suffix(".part")


@contextmanager
def _disk(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise trouble(error, file) from error
