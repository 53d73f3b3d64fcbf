"""The font of the slips: found on the system, in the shapes of the slip's language."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import ImageFont

from app.errors import Trouble

# File, its bold sister, and whose shapes it has: S(implified), T(raditional), B(oth). The first one counts.
FILES = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "B"),
    ("SourceHanSans-Regular.ttc", "SourceHanSans-Bold.ttc", "B"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf", "S"),
    ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf", "S"),
    ("SourceHanSansHC-Regular.otf", "SourceHanSansHC-Bold.otf", "T"),
    ("SourceHanSansTC-Regular.otf", "SourceHanSansTC-Bold.otf", "T"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf", "S"),
    ("NotoSansHK-Regular.otf", "NotoSansHK-Bold.otf", "T"),
    ("NotoSansTC-Regular.otf", "NotoSansTC-Bold.otf", "T"),
    ("msyh.ttc", "msyhbd.ttc", "S"),
    ("msjh.ttc", "msjhbd.ttc", "T"),
    ("PingFang.ttc", "PingFang.ttc", "B"),
    ("Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc", "S"),
    ("STHeiti Light.ttc", "STHeiti Medium.ttc", "B"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc", "S"),
    ("wqy-zenhei.ttc", "wqy-zenhei.ttc", "S"),
    ("simhei.ttf", "simhei.ttf", "S"),
    ("simsun.ttc", "simsun.ttc", "S"),
)
REGION = {"zh_Hans": ("SC", "CN"), "zh_Hant": ("HK", "HC", "TC")}  # how a collection names its faces
BOLD = ("Bold", "Semibold", "W6", "Medium")
MUST_HAVE = "签到簽號A1"
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class Font:
    """Faces of one font by size and weight, and whether it has a character. Without a `bold` file the regular
    one is thickened. Raises Trouble no_cjk_font when the file is no font with Chinese in it."""

    def __init__(self, regular: Path, bold: Path | None = None, language: str = "zh_Hans") -> None:
        self._files = (regular, bold)
        self._regions = REGION.get(language, REGION["zh_Hans"])
        self._faces: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}
        self._had: dict[str, bool] = {" ": True}
        try:
            self._index = [
                self._face_index(regular, ("Regular", "Book", "W3", "Light")),
                self._face_index(bold, BOLD) if bold else 0,
            ]
            self._nothing = _print(self.face(32), "\U0010ffff")
        except OSError as error:
            raise Trouble("no_cjk_font", file=str(regular)) from error
        if not all(self.has(character) for character in MUST_HAVE):
            raise Trouble("no_cjk_font", file=str(regular))

    def face(self, size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
        """The face at `size` dots to the em. Layout is Pillow's own: the same dots on every system."""
        key = (size, bold)
        if key not in self._faces:
            file = self._files[bold] or self._files[0]
            index = self._index[bold if self._files[bold] else 0]
            self._faces[key] = ImageFont.truetype(file, size, index, layout_engine=ImageFont.Layout.BASIC)
        return self._faces[key]

    def thicken(self, size: int, bold: bool) -> int:
        """How many dots a stroke is widened by on each side where there is no bold face."""
        alone = self._files[1] is None or (self._files[0], self._index[0]) == (self._files[1], self._index[1])
        return max(1, size // 36) if bold and alone else 0

    def has(self, character: str) -> bool:
        """Whether the font can draw it: it looks other than a character that no font has."""
        if character not in self._had:
            self._had[character] = _print(self.face(32), character) != self._nothing
        return self._had[character]

    def drawable(self, text: str) -> str:
        """The text without what has no shape of its own, and with 〓 for what the font lacks."""
        shown = (c for c in text if unicodedata.category(c) not in INVISIBLE and not _selects(c))
        return "".join(c if self.has(c) else "〓" if self.has("〓") else "?" for c in shown)

    def _face_index(self, file: Path, weights: Sequence[str]) -> int:
        """Which face of a collection is of the language's region and weight; 0 when none says so."""
        names = list(_faces(file))
        for region in self._regions:
            for weight in weights:
                for index, (family, style) in enumerate(names):
                    if family.split(" ")[-1] == region and style == weight and "Mono" not in family:
                        return index
        styles = [style for _, style in names]
        return next((styles.index(weight) for weight in weights if weight in styles), 0)


def find_font(
    language: str = "zh_Hans", path: Path | None = None, folders: Sequence[Path] | None = None
) -> Font:
    """The font at `path`, or the best one the system has for the language. Raises Trouble no_cjk_font."""
    if path is not None:
        return Font(path, _sister(path), language)
    there = {file.name.lower(): file for file in _files(system_folders() if folders is None else folders)}
    first = "T" if language == "zh_Hant" else "S"
    for shapes in (first + "B", "ST"):
        for regular, bold, has in FILES:
            if has in shapes and (found := there.get(regular.lower())):
                return Font(found, there.get(bold.lower()), language)
    raise Trouble("no_cjk_font", file="")


def system_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts: for everyone, and the user's own."""
    home, windows, own = Path.home(), os.environ.get("WINDIR"), os.environ.get("LOCALAPPDATA")
    return (
        *([Path(windows, "Fonts")] if windows else []),
        *([Path(own, "Microsoft", "Windows", "Fonts")] if own else []),
        *(Path("/usr/share/fonts"), Path("/usr/local/share/fonts")),
        *(home / ".local/share/fonts", home / ".fonts"),
        *(Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"),
    )


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for place, _, names in os.walk(folder):
            yield from (Path(place, name) for name in names)


def _sister(path: Path) -> Path | None:
    """The bold file beside a regular one."""
    bolds = {regular.lower(): bold for regular, bold, _ in FILES}
    sister = path.with_name(bolds.get(path.name.lower(), path.name.replace("Regular", "Bold")))
    return sister if sister.exists() else None


def _faces(file: Path) -> Iterator[tuple[str, str]]:
    """Family and style of every face in a font file."""
    index = 0
    while True:
        try:
            face = ImageFont.truetype(file, 16, index, layout_engine=ImageFont.Layout.BASIC)
        except OSError:
            if index == 0:
                raise
            return
        family, style = face.getname()
        yield family or "", style or ""
        index += 1


def _print(face: ImageFont.FreeTypeFont, character: str) -> tuple[tuple[int, int], float, bytes]:
    mask = face.getmask(character)
    return mask.size, face.getlength(character), bytes(mask)


def _selects(character: str) -> bool:
    """Variation selectors: which shape of a character is meant; the layout cannot follow them."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
