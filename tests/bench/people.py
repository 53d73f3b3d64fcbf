"""Made-up households, as a list of a large batch holds them."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec

SURNAMES = ("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈"
            "钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易"
            "乔伍庞颜倪庄聂章鲁岳翟申殷耿关兰焦俞左柳甘祝包宁尚舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴")
GIVEN = ("伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力鑫红建国佳宇轩欣怡梓涵若曦思远嘉雯玲雪峰波志慧晓"
         "春梅海燕斌龙凤永康荣华宁昊然子豪沛雨婷婕晨旭东瑞祥泽楠雅琴颖洁莹倩琳萍薇悦馨诗琪浩博睿翔凯健俊贤达仁义礼智信安乐长朝重行")
ENGLISH = ("Jenny", "Kelvin", "Grace", "Raymond", "Zoë", "Anna", "Peter", "José", "Mei", "Ka")
FAMILY = ("Smith", "O'Neill", "Chan", "Wong", "Müller", "Lam", "Nguyen", "Li", "Ho", "García")
LAYOUTS = ("A1", "A2", "B1", "B2", "C")
SLOTS = ("09:00-10:00", "10:00-11:00", "11:00-12:00", "14:00-15:00", "15:00-16:00", "16:00-17:00")


class Person(msgspec.Struct, frozen=True):
    """A household: `unit` its code, a phone for each of `owners`, `appointment` a slot or ''."""

    unit: str
    owners: tuple[str, ...]
    phones: tuple[str, ...]
    contract: str
    building: str
    layout: str
    area: str
    appointment: str


def households(count: int, seed: int = 7) -> Iterator[Person]:
    """Blocks of 34 floors with 4 flats on each of 2 stairs; the commonest surnames as common as they are; one in
    three with two owners, one in fifty with a name in Latin letters."""
    chance = random.Random(seed)
    weights = [1 / (place + 4) for place in range(len(SURNAMES))]
    for number in range(count):
        block, rest = divmod(number, 2 * 34 * 4)
        stair, rest = divmod(rest, 34 * 4)
        floor, flat = divmod(rest, 4)
        owners = tuple(_name(chance, weights) for _ in range(1 + (chance.random() < 0.33)))
        yield Person(
            unit=f"{block + 1}-{stair + 1}-{floor + 1}{flat + 1:02d}", owners=owners,
            phones=tuple(_phone(chance) for _ in owners), contract=f"XH2{number * 7919 % 10**8:08d}{number % 7}",
            building=str(block + 1), layout=LAYOUTS[flat], area=f"{88 + flat * 13}.{floor % 100:02d}",
            appointment=chance.choice(SLOTS) if number % 5 else "")


def _name(chance: random.Random, weights: list[float]) -> str:
    if chance.random() < 0.02:
        return f"{chance.choice(ENGLISH)} {chance.choice(FAMILY)}"
    given = "".join(chance.choices(GIVEN, k=1 + (chance.random() < 0.85)))
    return chance.choices(SURNAMES, weights)[0] + given


def _phone(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return f"+852{chance.randrange(5000, 9999)}{chance.randrange(10000):04d}"
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"
