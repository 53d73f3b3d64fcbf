"""Folding and pinyin: what counts as the same letters, and how names may be read."""

from __future__ import annotations

import pytest

from app.search.chinese import Chinese


@pytest.fixture(scope="module")
def chinese() -> Chinese:
    return Chinese()


@pytest.mark.parametrize(("one", "other"), [
    ("陳靜雯", "陈静雯"), ("歐陽", "欧阳"), ("單區仇", "单区仇"), ("衞衛", "卫卫"), ("鍾锺鐘", "钟钟钟"),
    ("裏裡", "里里"), ("峯綫鷄", "峰线鸡"), ("髙", "高"), ("𠮷", "吉"), ("Ａ０２３－", "a023-"),
    ("José", "jose"), ("Müller", "muller"), ("Ørsted", "orsted"), ("Đặng", "dang"),
    ("GROSSE", "große"), ("e\u0301", "é"),
    ("阿布都·热合曼", "阿布都热合曼"), ("O’Neill", "o'neill"), ("3。2", "3.2"),
])  # fmt: skip
def test_both_spellings_fold_to_the_same(chinese: Chinese, one: str, other: str) -> None:
    assert chinese.folded(one) == chinese.folded(other)


@pytest.mark.parametrize(("surname", "readings"), [
    ("单", "dan shan chan"), ("曾", "zeng ceng"), ("解", "xie jie"), ("仇", "qiu chou"), ("区", "ou qu"),
    ("翟", "zhai di"), ("查", "zha cha"), ("朴", "piao pu"), ("乐", "yue le"), ("盖", "ge gai"),
    ("尉", "yu wei"), ("缪", "miao"), ("种", "chong zhong"), ("召", "shao zhao"), ("黑", "he hei"),
    ("折", "she zhe"), ("员", "yun yuan"), ("覃", "qin tan"), ("繁", "po fan"), ("洗", "xian xi"),
    ("秘", "bi mi"), ("冼", "xian"), ("逄", "pang"), ("佘", "she"), ("宓", "mi"), ("那", "na"), ("任", "ren"),
    ("华", "hua"), ("燕", "yan"), ("宁", "ning"), ("隗", "kui wei"), ("应", "ying"), ("过", "guo"),
    ("车", "che"), ("晁", "chao"), ("褚", "chu"), ("葛", "ge"), ("阚", "kan"), ("祭", "zhai ji"),
    ("句", "gou"), ("能", "nai"), ("粘", "nian"), ("牟", "mu mou"), ("卜", "bu"), ("长", "zhang chang"),
    ("郗", "xi"), ("吕", "lv lyu lu"),
])  # fmt: skip
def test_a_surname_is_read_in_every_way(chinese: Chinese, surname: str, readings: str) -> None:
    read = {each[0] for each in chinese.readings(surname + "明")}
    assert set(readings.split()) <= read


@pytest.mark.parametrize(("name", "reading"), [
    ("欧阳娜娜", "ou yang na na"), ("万俟卨", "mo qi xie"), ("尉迟敬德", "yu chi jing de"),
    ("澹台灭明", "tan tai mie ming"), ("单于海", "chan yu hai"), ("长孙无忌", "zhang sun wu ji"),
    ("區志強", "ou zhi qiang"), ("乾隆", "qian long"), ("张朝阳", "zhang chao yang"),
    ("张朝阳", "zhang zhao yang"), ("𠮷田", "ji tian"),
])  # fmt: skip
def test_a_name_is_read_in_this_way_too(chinese: Chinese, name: str, reading: str) -> None:
    assert tuple(reading.split()) in chinese.readings(name)


def test_a_name_has_at_most_eight_readings_and_a_firm_one(chinese: Chinese) -> None:
    assert max(len(chinese.readings(name)) for name in ("万俟单乐", "曾长重", "解行朝")) <= 8
    assert len(chinese.readings("重庆长乐地产开发公司")) == 1


def test_a_name_without_chinese_has_no_pinyin(chinese: Chinese) -> None:
    assert chinese.readings("Wei Li") == ()


@pytest.mark.parametrize("char", "陈静雯单曾解仇区翟查朴乐盖行重长朝娜吕女略")
def test_the_table_of_characters_says_what_pypinyin_says(chinese: Chinese, char: str) -> None:
    from pypinyin import Style, pinyin

    said = [reading.replace("ü", "v") for reading in pinyin(char, style=Style.NORMAL, heteronym=True)[0]]
    ours = [reading for (reading,) in chinese.readings(char)]
    assert ours[0] == said[0]
    assert set(said) <= set(ours)
