"""How long type-ahead takes, at 3,000 and at 100,000 made-up households.

`PYTHONPATH=. python tests/bench/search_bench.py [--full]` prints the figures; `measure(full)` returns them.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.database import Database
from app.search.ask import Search
from app.search.chinese import Chinese
from app.search.keys import Searchable, keys, spelt

SITE = "site-7f3a"
DAY = "2026-06-20"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵"
    "万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申殷耿关兰焦俞左柳甘祝包"
    "宁尚舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉力鑫红建国佳宇轩欣怡梓涵若曦思远嘉雯玲"
    "雪峰波志慧晓春梅海燕斌龙凤永康荣华宁昊然子豪沛雨婷婕晨旭东瑞祥泽楠雅琴颖洁莹倩琳萍薇悦馨诗"
    "琪浩博睿翔凯健俊贤达仁义礼智信安乐长朝重行"
)
ENGLISH = ("Jenny", "Kelvin", "Grace", "Raymond", "Zoë", "Anna", "Peter", "José", "Mei", "Ka")
FAMILY = ("Smith", "O'Neill", "Chan", "Wong", "Müller", "Lam", "Nguyen", "Li", "Ho", "García")


def households(count: int, seed: int = 7) -> Iterator[Searchable]:
    """Made-up households: blocks of 34 floors with 4 flats on each of 2 stairs; the commonest surnames as
    common as they are; one in three with two owners, one in fifty with a name in Latin letters."""
    chance = random.Random(seed)
    weights = [1 / (place + 4) for place in range(len(SURNAMES))]
    for number in range(count):
        block, rest = divmod(number, 2 * 34 * 4)
        stair, rest = divmod(rest, 34 * 4)
        floor, flat = divmod(rest, 4)
        owners = tuple(_name(chance, weights) for _ in range(1 + (chance.random() < 0.33)))
        came = number % 20 == 0
        yield Searchable(
            unit=f"{block + 1}-{stair + 1}-{floor + 1}{flat + 1:02d}", owners=owners,
            phones=tuple(_phone(chance) for _ in owners),
            contract=f"XH2{number * 7919 % 10**8:08d}{number % 7}",
            numbers=((DAY, f"{'ABCDEFGH'[number // 20 % 8]}{number // 160 % 999 + 1:03d}"),) if came else (),
            draws=(f"A{number // 20:04d}",) if came else ())


def _name(chance: random.Random, weights: list[float]) -> str:
    if chance.random() < 0.02:
        return f"{chance.choice(ENGLISH)} {chance.choice(FAMILY)}"
    given = "".join(chance.choices(GIVEN, k=1 + (chance.random() < 0.85)))
    return chance.choices(SURNAMES, weights)[0] + given


def _phone(chance: random.Random) -> str:
    if chance.random() < 0.1:
        return f"+852 {chance.randrange(5000, 9999)} {chance.randrange(10000):04d}"
    return f"1{chance.choice('3578')}{chance.randrange(10**9):09d}"


def texts_typed(people: list[Searchable], chinese: Chinese, seed: int = 11) -> dict[str, list[str]]:
    """What is typed, key press by key press, by kind."""
    chance = random.Random(seed)
    kinds: dict[str, list[str]] = {}
    for person in (chance.choice(people) for _ in range(25)):
        block, stair, room = person.unit.split("-")
        syllables = (chinese.readings(person.owners[0]) or (tuple(person.owners[0].lower().split()),))[0]
        pinyin, initials = "".join(syllables), "".join(each[0] for each in syllables)
        phone = person.phones[0]
        for kind, text in {
            "unit": person.unit, "joined": block + stair + room, "parts": f"{block} {room}", "room": room,
            "in words": f"{block}栋{stair}单元{room}", "pinyin": pinyin, "spaced": " ".join(syllables),
            "input method": "'".join(syllables), "initials": initials, "name": person.owners[0],
            "phone": phone, "grouped phone": f"{phone[:3]} {phone[3:7]} {phone[7:]}", "last four": phone[-4:],
            "name + block": f"{syllables[0]} {block}", "initials + room": f"{initials} {room}",
            "backwards": f"{' '.join(syllables[1:])} {syllables[0]}",
            "name + last four": f"{pinyin} {phone[-4:]}", "contract": person.contract, "queue": "a023",
            "two common": f"{syllables[0][0]} {block[0]}", "three common": f"wang li {syllables[0]}",
            "slip": pinyin[:3] + pinyin[4:5] + pinyin[3:4] + pinyin[5:],
            "nonsense": "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789 -王陈", k=9)),
        }.items():
            kinds.setdefault(kind, []).extend(text[:end] for end in range(1, len(text) + 1))
    return kinds


def fill(database: Database, people: list[Searchable], chinese: Chinese) -> dict[str, float]:
    """Writes everything as a rebuild does, 2,000 units at a time; what it took, by household."""
    began = time.perf_counter()
    texts = {person.unit: spelt(person, chinese) for person in people}
    spelled = time.perf_counter()
    units = list(texts)
    count = 0
    with database.write() as sql:
        for start in range(0, len(units), 2000):
            part = units[start:start + 2000]
            rows = sorted((SITE, key, unit) for unit in part for key in keys(texts[unit]))
            sql.exec_driver_sql("INSERT INTO search_key VALUES (?, ?, ?)", rows)
            sql.exec_driver_sql("INSERT INTO search_text VALUES (?, ?, ?)",
                                [(SITE, unit, texts[unit]) for unit in part])
            count += len(rows)
    written = time.perf_counter()
    each = 1e6 / len(units)
    return {"spell_us": (spelled - began) * each, "write_us": (written - spelled) * each,
            "keys": count / len(units), "characters": statistics.mean(map(len, texts.values()))}


def timed(ask: Callable[[str], object], kinds: dict[str, list[str]]) -> dict[str, dict[str, float]]:
    """Milliseconds of a question by kind of text, and over all."""
    found: dict[str, list[float]] = {}
    for kind, typed in kinds.items():
        for text in typed:
            began = time.perf_counter()
            ask(text)
            found.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
    found["all"] = [one for each in found.values() for one in each]
    return {kind: _spread(each) for kind, each in found.items()}


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"p50": round(ordered[len(ordered) // 2], 2), "p99": round(ordered[int(len(ordered) * 0.99)], 2),
            "max": round(ordered[-1], 2), "texts": len(ordered)}


def measure(full: bool) -> dict[str, object]:
    """Figures at 3,000 households, with `full` at 100,000: what writing takes (µs a household), the size of
    the file (MiB), find() and similar() in milliseconds by kind of text."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "desk.sqlite")
        chinese = Chinese()
        people = list(households(100_000 if full else 3_000))
        filled = fill(database, people, chinese)
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
        kinds = texts_typed(people, chinese)
        count = len(people)
        del people
        gc.collect()
        search = Search(database.read, SITE, Chinese())
        search.warm()
        found = timed(lambda text: search.find(text, DAY), kinds)
        paused = {kind: typed[-5:] for kind, typed in kinds.items()}
        similar = timed(lambda text: search.similar(text, DAY), paused)["all"]
        database.close()
    return {"households": count, **{key: round(value, 1) for key, value in filled.items()},
            "file_mib": round(size, 1), "find_ms": found, "similar_ms": similar}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="100,000 households")
    print(json.dumps(measure(parser.parse_args().full), ensure_ascii=False, indent=1))
