"""Whether a household may go on, and why not."""

from __future__ import annotations

import pytest

from app.roster.reasons import codes_of, judged, unpaid


@pytest.mark.parametrize(
    "cell",
    [
        "是",
        "√",
        "✓",
        "符合",
        "已符合",
        "Y",
        "y",
        "Yes",
        "TRUE",
        True,
        "可交付",
        "通过",
        "Eligible",
        "具备",
        "",
        None,
        " 是 ",
    ],
)
def test_these_cells_say_eligible(cell: object) -> None:
    assert judged(cell) == ((), "")


@pytest.mark.parametrize(
    "cell",
    [
        "否",
        "×",
        "✗",
        "X",
        "不符合",
        "不符合交付条件",
        "暂不符合",
        "N",
        "n",
        "No",
        "FALSE",
        False,
        "不可交付",
        "未通过",
        "Not eligible",
    ],
)
def test_these_cells_say_not_eligible_without_a_reason(cell: object) -> None:
    assert judged(cell) == (("E00",), "")


@pytest.mark.parametrize(
    ("cell", "reason", "codes", "said"),
    [
        ("不符合（按揭未放款）", "", ("E02",), "按揭未放款"),
        ("不符合(尾款未结清)", "", ("E01",), "尾款未结清"),
        ("不符合：面积差未结", "", ("E03",), "面积差未结"),
        ("否，合同未备案", "", ("E04",), "合同未备案"),
        ("N - balance unpaid", "", ("E01",), "balance unpaid"),
        ("尾款未结清", "", ("E01",), "尾款未结清"),
        ("", "尾款未结清", ("E01",), "尾款未结清"),
        ("否", "无", ("E00",), ""),
        ("否", "装修押金未交接", ("E00",), "装修押金未交接"),
        ("否", "尾款未结清、装修押金未交接", ("E00", "E01"), "尾款未结清、装修押金未交接"),
        ("待审核", "", ("E00",), "待审核"),
        ("是", "尾款已结清", (), "尾款已结清"),
        ("符合（尾款已结清）", "", (), "尾款已结清"),
    ],
)
def test_the_reason_stands_in_the_cell_or_beside_it(
    cell: str, reason: str, codes: tuple[str, ...], said: str
) -> None:
    assert judged(cell, reason) == (codes, said)


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("E01", "尾款未结清 尾款未結清 余款未付 房款未付清 樓價尾數未清 Balance-not-paid"),
        (
            "E02",
            "按揭未放款 按揭尾款未放款 贷款未到账 公积金贷款未放款 Mortgage-not-released Bank-loan-pending",
        ),
        ("E03", "面积差未结 面積差未結 面积补差款未付 面积差款未结清 Area-difference-not-settled"),
        ("E04", "合同未备案 合同未備案 合同未签 未网签 網簽未完成 Contract-not-registered"),
        ("E05", "违约金未结 違約金未結 逾期付款违约金 滞纳金未缴 Late-payment-penalty-open"),
        ("E06", "退房或诉讼中 訴訟中 仲裁 解除合同 Lawsuit Rescission-running"),
        ("E07", "查封 司法查封 法院冻结 Sealed-by-court-order"),
        ("E08", "证件不齐 證件不齊 身份证过期 Identity-papers-missing"),
        ("E09", "委托书缺失 委託書缺失 授权委托书未签 No-power-of-attorney"),
        ("E10", "共有人未到 共有權人未到 Co-owner-missing"),
        ("E11", "更名、继承 更名 繼承 合同更名 Name-changed,-assigned Inheritance"),
        ("E12", "房屋整改中 漏水整改 執漏未完成 Unit-itself-not-ready-(leak)"),
        ("W01", "契税未缴 维修资金未缴 物业费未缴 物业费欠费 管理費未繳 Deed-tax-unpaid"),
    ],
)
def test_reason_texts_of_three_languages_have_their_code(code: str, texts: str) -> None:
    assert {text: codes_of(text.replace("-", " ")) for text in texts.split()} == dict.fromkeys(
        texts.split(), (code,)
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("尾款未结清，按揭未放款", ("E01", "E02")),
        ("按揭未放款，尾款未结清", ("E01", "E02")),
        ("违约金未结；委托书缺失\n查封", ("E05", "E07", "E09")),
        ("尾款及违约金", ("E01", "E05")),
        ("物业费未缴、尾款未结清", ("E01", "W01")),
    ],
)
def test_several_reasons_keep_all_their_codes(text: str, codes: tuple[str, ...]) -> None:
    assert codes_of(text) == codes


def test_unpaid_fees_warn_and_never_stop() -> None:
    assert judged("不符合", "契税、维修资金未缴") == (("W01",), "契税、维修资金未缴")


@pytest.mark.parametrize(
    ("head", "cell", "owed"),
    [("契税", "未缴", True), ("契税", "已缴", False), ("契税", 12000.0, False),
     ("是否欠物业费", "是", True), ("是否欠物业费", "否", False),
     ("维修资金是否缴纳", "否", True), ("维修资金", "√", False), ("物业费", "", False),
     ("Deed tax", "unpaid", True)],
)  # fmt: skip
def test_a_fee_column_says_whether_it_is_owed(head: str, cell: object, owed: bool) -> None:
    assert unpaid(head, cell) is owed
