"""Lists as they are really laid out: titles, merges, a sheet per building, units in three columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.errors import Trouble
from app.roster.columns import field_of, guess
from app.roster.reading import Columns, Reading

Read = Callable[..., Reading]
HEAD = ["房号", "业主", "电话"]


def units(got: Reading) -> list[str]:
    return [household.unit for household in got.households]


def test_the_header_may_stand_anywhere(reading: Read) -> None:
    title = [
        ["滨江花园二期应收楼业主名单"],
        ["导出时间：2026-11-20 18:32"],
        [],
        [None, None, None, "内部资料"],
    ]
    got = reading(
        [*title, [None, "房 号", "客户\n姓名", "联系 电话"], [None, "3-2-1702", "张三", "13800138000"]]
    )
    assert units(got) == ["3-2-1702"] and got.households[0].row == 6
    assert got.sheets[0].columns == Columns(5, {"unit": 1, "owner": 2, "phone": 3})


def test_titles_blanks_repeated_headers_totals_and_notes_are_counted(reading: Read) -> None:
    got = reading(
        [
            HEAD, ["3-1701", "张三", "1"], [], HEAD, ["3-1702", "李四", "1"], ["本页小计", "2户"],
            ["  ", None, None],
            ["滨江花园4栋业主名单", None, None], HEAD, ["4-1701", "王五", "1"], ["合计", "", "3户"],
             ["共 3 户"],
            ["注：以上名单由营销部提供，如有疑问请联系客户关系部"], ["制表：客户关系部", None,
             "审核：财务部"],
        ],
        merged=["A8:C8"],
    )  # fmt: skip
    assert units(got) == ["3-1701", "3-1702", "4-1701"]
    assert got.passed_over == {"blank": 2, "header": 2, "totals": 3, "title": 1, "note": 2}
    assert got.rejected == ()


def test_a_header_in_two_lines(reading: Read) -> None:
    got = reading(
        [
            ["房号", "客户", "联系方式", None, "备注"],
            [None, "姓名", "手机", "固定电话", None],
            ["3-1702", "张三", "13800138000", "02088886666", "VIP"],
        ],
        merged=["A1:A2", "C1:D1", "E1:E2"],
    )
    (household,) = got.households
    assert (household.unit, household.phones, household.note) == (
        "3-1702",
        ("13800138000", "02088886666"),
        "VIP",
    )


def test_a_header_whose_unit_and_owner_stand_in_different_lines(reading: Read) -> None:
    got = reading(
        [["房号", "业主信息", None], [None, "姓名", "手机"], ["3-1702", "张三", "13800138000"]],
        merged=["A1:A2", "B1:C1"],
    )
    assert [(each.unit, each.owners) for each in got.households] == [("3-1702", ("张三",))]


def test_tower_floor_and_flat_in_three_columns(reading: Read) -> None:
    head = ["Tower", "Floor", "Flat", "Purchaser(s)"]
    got = reading(
        [
            head,
            ["Tower 1", "2/F", "A", "A B"],
            ["T1", "02", "B", "C D"],
            [1.0, 2.0, "C", "E F"],
            ["第1座", "2樓", "D室", "G H"],
        ]
    )
    assert units(got) == ["1-2-A", "1-2-B", "1-2-C", "1-2-D"]
    assert {household.building for household in got.households} == {"1"}


def test_building_and_room_in_two_columns(reading: Read) -> None:
    got = reading(
        [
            ["楼栋", "房号", "业主"],
            ["3栋", "1702", "张三"],
            ["3号楼", 1703.0, "李四"],
            ["03", "0503", "王五"],
            ["A座", "1702室", "赵六"],
        ]
    )
    assert units(got) == ["3-1702", "3-1703", "3-0503", "A-1702"]
    assert [household.building for household in got.households] == ["3", "3", "3", "A"]


def test_building_entrance_floor_and_room_in_four_columns(reading: Read) -> None:
    head = ["楼栋", "单元", "楼层", "房间", "业主"]
    got = reading([head, ["3栋", "2单元", 17, "1702", "张三"], ["3栋", "2单元", 2, "202", "李四"]])
    assert units(got) == ["3-2-1702", "3-2-202"]


def test_building_unit_and_room_in_english(reading: Read) -> None:
    assert units(reading([["Building", "Unit", "Room", "Owner"], ["Bldg 3", 2, 1702, "A B"]])) == ["3-2-1702"]


def test_a_whole_code_beside_its_parts_is_not_doubled(reading: Read) -> None:
    head = ["房号", "楼栋", "单元", "业主"]
    assert units(
        reading([head, ["3-2-1702", "3栋", "2单元", "张三"], ["4-1-101", "4栋", "1单元", "李四"]])
    ) == ["3-2-1702", "4-1-101"]


def test_an_entrance_that_is_called_like_its_building_is_no_repetition(reading: Read) -> None:
    rows = [[f"{b}栋", f"{e}-{r}", "张三"] for b in (1, 2, 3) for e in (1, 2) for r in (101, 102)]
    got = reading([["楼栋", "房号", "业主"], *rows])
    assert units(got) == [f"{b}-{e}-{r}" for b in (1, 2, 3) for e in (1, 2) for r in (101, 102)]


def test_the_building_may_be_the_name_of_the_sheet(reading: Read) -> None:
    rows = [HEAD, ["1702", "张三", ""], ["2-1702", "李四", ""]]
    got = reading({"说明": [["内部资料"]], "1栋": rows, "2#": rows, "B座": rows})
    assert units(got) == ["1-1702", "1-2-1702", "2-1702", "2-2-1702", "B-1702", "B-2-1702"]
    assert [household.building for household in got.households] == ["1", "1", "2", "2", "B", "B"]


def test_bare_numbers_are_buildings_where_all_sheets_are_called_so(reading: Read) -> None:
    rows = [HEAD, ["1702", "张三", ""]]
    assert units(reading({"1": rows, "2": rows})) == ["1-1702", "2-1702"]
    assert units(reading({"Sheet1": rows})) == ["1702"]


def test_a_sheet_name_that_the_code_repeats_is_not_doubled(reading: Read) -> None:
    got = reading(
        {
            "1栋": [HEAD, ["1#-1-201", "张三", ""]],
            "2栋": [HEAD, ["2栋1单元201", "李四", ""]],
            "5栋": [HEAD, [" 5－1－201 ", "王五", ""]],
        }
    )
    assert units(got) == ["1-1-201", "2-1-201", "5-1-201"]


def test_a_line_of_its_own_may_name_the_building_of_the_lines_under_it(reading: Read) -> None:
    got = reading([["1栋业主名单"], HEAD, ["101", "张三", ""], ["2栋业主名单"], HEAD, ["101", "李四", ""]])
    assert units(got) == ["1-101", "2-101"]
    assert got.passed_over == {"title": 1, "header": 1}


def test_a_title_does_not_change_codes_that_name_their_building(reading: Read) -> None:
    assert units(reading([["滨江花园二期1栋名单"], HEAD, ["1#-1-201", "张三", ""]])) == ["1-1-201"]


def test_floors_and_flats_without_a_tower(reading: Read) -> None:
    got = reading(
        [["Floor", "Flat", "Purchaser"], ["G/F", "A", "CHAN"], ["12/F", "B", "LEE"], ["", "C", "WONG"]]
    )
    assert units(got) == ["G-A", "12-B", "12-C"]
    assert {household.building for household in got.households} == {""}


def test_a_building_merged_over_its_units_holds_for_all_of_them(reading: Read) -> None:
    rows = [
        ["3栋", "1单元", "101", "张三"],
        [None, None, "102", "李四"],
        [None, "2单元", "101", "王五"],
        [None, None, "102", "赵六"],
        ["4栋", "1单元", "101", "钱七"],
    ]
    head = ["楼栋", "单元", "房号", "业主"]
    expected = ["3-1-101", "3-1-102", "3-2-101", "3-2-102", "4-1-101"]
    assert units(reading([head, *rows], merged=["A2:A5", "B2:B3", "B4:B5"])) == expected
    assert units(reading([head, *rows])) == expected


def test_owners_in_rows_of_their_own_under_a_merged_unit_are_one_household(reading: Read) -> None:
    got = reading(
        [HEAD, ["3-1702", "张三", "13800138000"], [None, "李四", "13900139000"], ["3-1703", "王五", ""]],
        merged=["A2:A3"],
    )
    assert [(each.unit, each.owners, each.phones) for each in got.households] == [
        ("3-1702", ("张三", "李四"), ("13800138000", "13900139000")), ("3-1703", ("王五",), ()),
    ]  # fmt: skip
    assert got.passed_over == {"co_owner": 1} and got.repeated == ()


def test_an_owner_merged_over_several_units_has_them_all(reading: Read) -> None:
    got = reading([HEAD, ["3-1702", "张三", "1"], ["3-1703", None, None]], merged=["B2:B3", "C2:C3"])
    assert [(each.unit, each.owners) for each in got.households] == [
        ("3-1702", ("张三",)),
        ("3-1703", ("张三",)),
    ]


def test_rows_of_one_contract_are_co_owners(reading: Read) -> None:
    head = ["房号", "业主", "合同编号"]
    got = reading([head, ["3-1702", "张三", "XH1"], ["3-1702", "李四", "XH1"], ["3-1703", "王五", "XH2"]])
    assert [household.owners for household in got.households] == [("张三", "李四"), ("王五",)]
    assert got.passed_over == {"co_owner": 1}


def test_a_unit_met_again_is_shown_and_its_first_row_stays(reading: Read) -> None:
    head = ["房号", "业主", "备注"]
    got = reading(
        [
            head,
            ["3-1702", "张三", ""],
            ["3栋1702", "张三", ""],
            ["3-1702", "张三", "VIP"],
            ["3-1702", "李四", ""],
        ]
    )
    assert [(odd.row, odd.why, odd.unit, odd.first_row) for odd in got.repeated] == [
        (3, "repeated", "3-1702", 2), (4, "repeated_differs", "3-1702", 2),
        (5, "repeated_other_owners", "3-1702", 2),
    ]  # fmt: skip
    assert [household.owners for household in got.households] == [("张三",)]


def test_what_gives_no_household_is_rejected_with_its_place_and_why(reading: Read) -> None:
    got = reading(
        {
            "甲": [
                HEAD,
                ["3-1702", "张三", "1"],
                ["待定", "李四", "1"],
                [None, "王五", "1"],
                ["3-1703", None, "1"],
                ["3-1704", "未售", ""],
                [date(2003, 2, 17), "赵六", ""],
            ]
        }
    )
    assert [(odd.sheet, odd.row, odd.why) for odd in got.rejected] == [
        ("甲", 3, "bad_unit"), ("甲", 4, "no_unit"), ("甲", 5, "no_owner"), ("甲", 6, "no_owner"),
        ("甲", 7, "unit_is_date"),
    ]  # fmt: skip
    assert got.rejected[0].found == "待定  李四  1"


def test_a_rejected_row_shows_no_id_number(reading: Read) -> None:
    got = reading(
        [
            ["房号", "业主", "证件号码", "备注"],
            ["3-1", "张三", "", ""],
            ["待定", "李四", "E12345678", "母亲 990101196310180116"],
        ]
    )
    assert got.rejected[0].found == "待定  李四  …5678  母亲 …0116"


def test_several_columns_of_owners_phones_and_id_numbers(reading: Read) -> None:
    head = ["房号", "业主", "身份证号", "联系电话1", "共有人", "共有人身份证号", "联系电话2"]
    got = reading(
        [
            head,
            [
                "3-1702",
                "张三",
                "990101196310180116",
                "13800138000",
                "李四",
                "990101199512257314",
                "13900139000",
            ],
        ]
    )
    (household,) = got.households
    assert (household.owners, household.phones) == (("张三", "李四"), ("13800138000", "13900139000"))
    assert [each[-4:] for each in household.ids] == ["0116", "7314"]


def test_id_numbers_beside_names_and_in_notes_are_not_kept(reading: Read) -> None:
    got = reading(
        [["房号", "业主", "备注"], ["3-1702", "张三(990101196310180116)", "母亲 990101199512257314 代办"]]
    )
    (household,) = got.households
    assert household.owners == ("张三",) and household.ids[0].endswith(":0116")
    assert household.note == "母亲 …7314 代办"
    assert "990101" not in str(got)


def test_damaged_id_numbers_are_counted_and_left_out(reading: Read) -> None:
    got = reading(
        [
            ["房号", "业主", "证件号码"],
            ["3-1", "张三", 9.90101196310180e17],
            ["3-2", "李四", "990101********0116"],
        ]
    )
    assert [household.ids for household in got.households] == [(), ()]
    assert got.passed_over == {"ids_unusable": 2}


def test_formulas_to_be_stay_texts(reading: Read) -> None:
    notes = ["=同事介绍", "+1", "-A1", "@sum", '=HYPERLINK("x")']
    got = reading([["房号", "业主", "备注"], *([f"3-{n}", "张三", note] for n, note in enumerate(notes, 1))])
    assert [household.note for household in got.households] == notes


def test_what_a_cell_does_not_say_clearly_goes_into_the_note(reading: Read) -> None:
    head = ["房号", "业主", "预约时段", "合同交付日期", "备注"]
    got = reading([head, ["3-1702", "张三", "上午", "待定", "VIP"]])
    (household,) = got.households
    assert (household.appointment, household.contract_date) == ("", "")
    assert household.note == "VIP；预约时段: 上午；合同交付日期: 待定"


def test_an_appointment_takes_its_day_from_the_column_beside_it(reading: Read) -> None:
    got = reading(
        [
            ["房号", "业主", "预约日期", "预约时段"],
            ["3-1", "张三", date(2026, 12, 1), "10:00-11:00"],
            ["3-2", "李四", "", "10：00～11：00"],
        ]
    )
    assert [household.appointment for household in got.households] == [
        "2026-12-01 10:00-11:00",
        "10:00-11:00",
    ]


def test_unpaid_fees_are_a_warning_that_stops_nobody(reading: Read) -> None:
    got = reading(
        [["房号", "业主", "资格", "契税"], ["3-1", "张三", "是", "未缴"], ["3-2", "李四", "否", "已缴"]]
    )
    assert [household.reasons for household in got.households] == [("W01",), ("E00",)]
    assert got.households[0].reason_text == "契税: 未缴"
    assert got.ineligible == 1


def test_hidden_sheets_are_passed_over_unless_a_person_says_so(reading: Read) -> None:
    sheets = {"新": [HEAD, ["3-1", "张三", ""]], "旧": [HEAD, ["3-2", "李四", ""]]}
    got = reading(sheets, hidden=["旧"])
    assert units(got) == ["3-1"] and [sheet.passed for sheet in got.sheets] == ["", "hidden"]
    assert units(reading(sheets, {"旧": Columns(1, {"unit": 0, "owner": 1})}, hidden=["旧"])) == [
        "3-1",
        "3-2",
    ]


def test_a_person_may_put_the_columns_right(reading: Read) -> None:
    rows = [["Wohnung", "Käufer", "Tel"], ["3-1", "张三", "13800138000"]]
    got = reading(
        {"a": rows, "b": [HEAD, ["3-2", "李四", ""]]},
        {"a": Columns(1, {"unit": 0, "owner": 1}), "b": Columns(0, {})},
    )
    assert units(got) == ["3-1"]
    assert [sheet.passed for sheet in got.sheets] == ["", "left_out"]


def test_a_list_without_a_header_is_read_when_a_person_says_what_is_what(reading: Read) -> None:
    got = reading([["3-1", "张三"], ["3-2", "李四"]], {"名单": Columns(0, {"unit": 0, "owner": 1})})
    assert [(household.unit, household.row) for household in got.households] == [("3-1", 1), ("3-2", 2)]


def test_what_is_given_is_what_has_a_column(reading: Read) -> None:
    (household,) = reading([["房号", "业主", "面积"], ["3-1", "张三", 80]]).households
    assert household.given == ("owners", "building", "area", "area_unit")


def test_a_table_of_something_else_is_no_owner_list(reading: Read) -> None:
    with pytest.raises(Trouble) as trouble:
        reading([["商品", "数量"], ["雨伞", 20]])
    assert trouble.value == Trouble("roster_not_found", file="list.xlsx")


def test_a_header_with_nothing_under_it_is_no_owner_list(reading: Read) -> None:
    with pytest.raises(Trouble) as trouble:
        reading([HEAD, []])
    assert trouble.value == Trouble("roster_empty", file="list.xlsx")


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("unit", "房号 房 号 房間編號 房屋编号 单位编号 Unit No. Unit 门牌号"),
        ("building", "楼栋 幢号 座 樓座 Tower Block Building 楼号"),
        ("entrance", "单元 單元 梯 Entrance"),
        ("floor", "楼层 樓層 Floor Level"),
        ("room", "楼层房间 室号 單位 Flat Room Flat/Unit"),
        (
            "owner",
            "业主 業主姓名 客户姓名 客戶名稱 买受人 Purchaser(s) Owner(s) Buyer 权利人 共有人 Owner's_name",
        ),
        ("phone", "电话 聯絡電話 手机号码 业主电话 Tel Mobile_No. Contact_No. 联系方式"),
        ("id", "身份证 證件號碼 证件号码 客户身份证号 ID_No. HKID Passport_No"),
        ("layout", "户型 戶型 Layout Unit_type"),
        ("area", "建筑面积 面积(㎡) 實用面積（呎） Saleable_area_(sq.ft.)"),
        ("contract", "合同编号 合約編號 Contract_No."),
        ("contract_date", "合同交付日期 约定收楼日期 Handover_date 合同交房时间"),
        ("eligible", "是否符合交付条件 交付资格 资格 Eligible Eligible? 是否具备交付条件"),
        ("reason", "不符合原因 原因 Reason 未达条件"),
        ("appointment", "预约时段 預約時段 Appointment"),
        ("appointment_date", "预约日期 Appointment_date"),
        ("fees", "契税 物业费 专项维修资金 Deed_tax"),
        ("note", "备注 備註 备_注 Remarks 说明"),
        ("", "序号 No. 证件类型 面积差 置业顾问 联系地址 总价 实际交付日期 客户编号"),
    ],
)
def test_headings_of_three_languages_are_known(field: str, headings: str) -> None:
    heads = headings.replace("房 号", "房_号").replace("Unit No.", "Unit_No.").split()
    assert {head: field_of(head.replace("_", " ")) for head in heads} == dict.fromkeys(heads, field)


def test_the_area_that_counts_is_the_one_in_the_contract() -> None:
    found = guess([["房号", "业主", "套内面积", "建筑面积"]])
    assert found is not None and found.mapping["area"] == 3
