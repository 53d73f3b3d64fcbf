"""Names, phones and ID numbers, several in a cell with whatever between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.roster.people import hashed, ids, ids_within, owners, phones, without_ids

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("王遠", ["王遠"]),
        ("吳永 & 李遠梓", ["吳永", "李遠梓"]),
        ("王新康\n郭明喆\r\n黄永浩", ["王新康", "郭明喆", "黄永浩"]),
        ("詹荣玉 高锦文", ["詹荣玉", "高锦文"]),
        ("李玲喆;许立思；赵艳", ["李玲喆", "许立思", "赵艳"]),
        (
            "刘怡、张思，王五,赵六/钱七|孙八+周九＆吴十",
            ["刘怡", "张思", "王五", "赵六", "钱七", "孙八", "周九", "吴十"],
        ),
        ("张三和李四", ["张三", "李四"]),
        ("张三 和 李四", ["张三", "李四"]),
        ("1.张三 2.李四", ["张三", "李四"]),
        ("①张三②李四", ["张三", "李四"]),
        ("张三（50%）、李四（50%）", ["张三", "李四"]),
        ("张三（共有人：李四）", ["张三", "李四"]),
        ("张三(990101196310180116)", ["张三"]),
        ("张三13800138000、李四", ["张三", "李四"]),
        ("John Smith and Mary Smith", ["John Smith", "Mary Smith"]),
        ("CHAN TAI MAN, LEE SIU MING", ["CHAN TAI MAN", "LEE SIU MING"]),
        ("王伟、王伟", ["王伟", "王伟"]),
        ("=王小明、李四", ["=王小明", "李四"]),
    ],
)
def test_several_owners_in_a_cell_are_told_apart(cell: str, names: list[str]) -> None:
    assert list(owners(cell)) == names


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("王 伟", "王伟"),
        ("王　伟", "王伟"),
        ("欧阳 修", "欧阳修"),
        ("李和平", "李和平"),
        ("和曦立", "和曦立"),
        ("及军", "及军"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("CHAN TAI MAN", "CHAN TAI MAN"),
        ("CHAN, Tai Man Peter", "CHAN Tai Man Peter"),
        ("Smith & Jones Ltd", "Smith & Jones Ltd"),
        ("滨江和平置业有限公司", "滨江和平置业有限公司"),
        ("陈大文 (Chan Tai Man)", "陈大文 (Chan Tai Man)"),
        ("𠮷田", "𠮷田"),
        ("=王小明", "=王小明"),
        ("=1+1", "=1+1"),
        ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
        ("+陈大文", "+陈大文"),
        ("-李四", "-李四"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("=王小明 990101196310180116", "=王小明 …0116"),
    ],
)
def test_one_name_stays_one_name(cell: str, name: str) -> None:
    assert owners(cell) == (name,)


@pytest.mark.parametrize(
    "cell", ["", " ", None, "待定", "无", "未售", "-", "——", "/", "N/A", "TBC", 123.0, "13800138000"]
)
def test_a_cell_that_names_nobody_gives_nobody(cell: object) -> None:
    assert owners(cell) == ()


NAMES = st.text("王李张刘陈杨黄赵伟芳娜敏静丽强磊军洋𠮷", min_size=2, max_size=3)
SEPARATORS = st.sampled_from(
    [
        "、",
        "，",
        ",",
        ";",
        "；",
        "/",
        "／",
        "\n",
        "\r\n",
        " & ",
        "&",
        "＆",
        " ",
        "　",
        "|",
        "+",
        " 、 ",
        "，\n",
    ]
)


@given(st.lists(NAMES, min_size=1, max_size=5), SEPARATORS)
def test_any_separator_tells_owners_apart(names: list[str], between: str) -> None:
    assert list(owners(between.join(names))) == names


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (13402700858.0, ["13402700858"]),
        (13402700858, ["13402700858"]),
        ("13402700858.0", ["13402700858"]),
        ("\t13089858211", ["13089858211"]),
        ("13434486558/13921410766", ["13434486558", "13921410766"]),
        ("13800138000 13900139000", ["13800138000", "13900139000"]),
        ("13800138000或13900139000", ["13800138000", "13900139000"]),
        ("138 0013 8000", ["13800138000"]),
        ("138-0013-8000", ["13800138000"]),
        ("+86 138 0013 8000", ["13800138000"]),
        ("008613800138000", ["13800138000"]),
        ("１３８００１３８０００", ["13800138000"]),
        ("+852 5123 4567", ["+85251234567"]),
        ("+852-5123-4567 / +852 9123 4567", ["+85251234567", "+85291234567"]),
        ("+852 5123 4567 +852 9123 4567", ["+85251234567", "+85291234567"]),
        ("(852) 5123 4567", ["+85251234567"]),
        ("5123 4567", ["51234567"]),
        ("5123 4567 9123 4567", ["51234567", "91234567"]),
        (51234567.0, ["51234567"]),
        ("020-88886666、13800138000", ["02088886666", "13800138000"]),
        ("0755 8888 6666转123", ["075588886666"]),
        ("张三13800138000，李四13900139000", ["13800138000", "13900139000"]),
        ("妻子:13800138000(微信同号)", ["13800138000"]),
        ("+1 (415) 555-0100", ["+14155550100"]),
        ("13800138000、13800138000", ["13800138000"]),
        ("1.34027E+10", []),
        ("无", []),
        ("", []),
    ],
)
def test_phones_are_digits_however_they_are_written(cell: object, numbers: list[str]) -> None:
    assert list(phones(cell)) == numbers


@given(st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=4, unique=True),
       st.sampled_from(["/", "、", "，", ";", " ", "\n", " / ", "；", "|"]))  # fmt: skip
def test_any_separator_tells_phones_apart(numbers: list[str], between: str) -> None:
    assert list(phones(between.join(numbers))) == numbers


def test_an_id_number_leaves_only_a_keyed_hash_and_its_last_four() -> None:
    (found,), damaged = ids("990101196310180116", KEY)
    mark, _, last = found.partition(":")
    assert (len(mark), last, damaged) == (16, "0116", 0)
    assert int(mark, 16) >= 0 and "990101" not in found
    assert ids("990101196310180116", b"another key") != ids("990101196310180116", KEY)


@pytest.mark.parametrize(
    "cell",
    [
        "99010119631018011x",
        "99010119631018011X",
        " 9901 0119 6310 1801 1X ",
        "９９０１０１１９６３１０１８０１１Ｘ",
        "身份证:99010119631018011X",
    ],
)
def test_one_id_number_gives_one_hash_however_it_is_written(cell: str) -> None:
    assert ids(cell, KEY)[0] == (hashed("99010119631018011X", KEY),)


@pytest.mark.parametrize("between", ["、", "，", ",", ";", "/", "\n", " ", "；"])
def test_several_id_numbers_are_told_apart(between: str) -> None:
    found, _ = ids(between.join(("990101196310180116", "990101199512257314")), KEY)
    assert [each[-4:] for each in found] == ["0116", "7314"]


def test_hong_kong_cards_keep_their_check_figure() -> None:
    assert ids("A123456(7)", KEY)[0] == ids("a123456（7）", KEY)[0] == (hashed("A1234567", KEY),)


@pytest.mark.parametrize("cell", [9.90101196310180e17, "9.90101E+17", "990101********0116"])
def test_a_damaged_id_number_is_not_hashed_but_counted(cell: object) -> None:
    assert ids(cell, KEY) == ((), 1)


def test_id_numbers_in_other_cells_are_found_and_cut() -> None:
    assert ids_within("张三(990101196310180116)", KEY) == (hashed("990101196310180116", KEY),)
    assert without_ids("母亲 990101196310180116 代办，A123456(7)") == "母亲 …0116 代办，…4567"
    assert without_ids("电话 13800138000 合同 XH282256460000") == "电话 13800138000 合同 XH282256460000"
