"""Makes up an owner list, for the demo, for practice and for tests: nobody in it exists.

Phones begin with 154 and ID numbers with 99, which are given to nobody.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

HEAD = (
    *("房号", "楼栋", "单元", "楼层房间", "业主", "证件号码", "联系电话", "户型", "建筑面积(㎡)", "合同编号"),
    *("合同交付日期", "是否符合交付条件", "不符合原因", "预约时段", "备注"),
)

_ENTRANCES, _FLOORS = 2, range(2, 18)
_ROOMS = (("三室两厅两卫", 118.4), ("三室两厅一卫", 96.2), ("两室两厅一卫", 88.0), ("四室两厅两卫", 142.9))
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁余叶单区解仇查翟"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华玉兰飞鹏宇欣怡雯涵轩梓晨嘉思远佳文博志"
_SLOTS = ("09:00-10:00", "10:00-11:00", "11:00-12:00", "14:00-15:00", "15:00-16:00")
_REASONS = (
    "尾款未结清",
    "按揭未放款",
    "面积差未结",
    "合同未备案",
    "违约金未结",
    "证件不齐",
    "委托书缺失",
    "共有人未到",
)
_NOTES = (
    "行动不便，需轮椅",
    "要求女性陪同",
    "业主在境外，委托母亲办理",
    "=同事介绍",
    "VIP",
    "带小孩，需儿童座椅",
)
_DUE = date(2026, 12, 31)

Row = list[object]


def sample(units: int, seed: int) -> list[Row]:
    """A header and one row for each unit, floor by floor; the same for the same seed.

    About one unit in four has co-owners, one in twelve is not eligible, one in thirty belongs to the owners
    of the unit before it."""
    chance = random.Random(seed)
    rows: list[Row] = [list(HEAD)]
    people: list[tuple[str, str, str]] = []
    for number in range(units):
        if not people or chance.random() > 1 / 30:
            people = [_person(chance) for _ in range(chance.choices((1, 2, 3), (77, 20, 3))[0])]
        rows.append(_row(number, people, chance))
    return rows


def write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """The rows as a workbook of one sheet; a text that begins with '=' stays a text."""
    from openpyxl import Workbook  # slow to import, and a running desk never needs it
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("交付名单")
    for row in rows:
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
        sheet.append(cells)
    book.save(path)


def _row(number: int, people: Sequence[tuple[str, str, str]], chance: random.Random) -> Row:
    building, entrance, floor, room = _place(number)
    layout, size = _ROOMS[room - 1]
    stopped = chance.random() < 1 / 12
    names, ids, phones = zip(*people, strict=True)
    return [
        f"{building}-{entrance}-{floor}{room:02}", f"{building}栋", f"{entrance}单元", f"{floor}{room:02}",
        "、".join(names), "、".join(ids), "、".join(phones), layout,
        round(size + chance.randint(-2, 2) / 10, 2),
        f"MADEUP{number:05}", _DUE, "否" if stopped else "是",
        chance.choice(_REASONS) if stopped else None,
        chance.choice(_SLOTS) if chance.random() < 0.75 else None,
        chance.choice(_NOTES) if chance.random() < 0.3 else None,
    ]  # fmt: skip


def _place(number: int) -> tuple[int, int, int, int]:
    """Building, entrance, floor and room of the nth unit."""
    stack, room = divmod(number, len(_ROOMS))
    entrances, floor = divmod(stack, len(_FLOORS))
    building, entrance = divmod(entrances, _ENTRANCES)
    return building + 1, entrance + 1, _FLOORS[floor], room + 1


def _person(chance: random.Random) -> tuple[str, str, str]:
    """A name, an ID number with a right check digit and a region that there is not, and a phone."""
    name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
    born = date(1955, 1, 1).toordinal() + chance.randrange(48 * 365)
    digits = f"990101{date.fromordinal(born):%Y%m%d}{chance.randrange(1000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[
        sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    ]
    return name, digits + check, f"154{chance.randrange(10**8):08}"
