"""The words that head the columns of owner lists, in three languages, and what each column holds.

Compared without spaces, brackets and case. The first rule that fits counts: `whole` headings are the heading
itself, `parts` stand somewhere in it. A field of '' is a column that must not be mistaken for another one.
"""

from __future__ import annotations

# field, whole headings, parts of headings
RULES: tuple[tuple[str, str, str], ...] = (
    ("", "序号 序號 序 no. no # 编号 編號 项次 項次 item", ""),
    (
        "",
        "",
        "类型 類型 来源 來源 idtype 证件类 證件類 地址 邮箱 郵箱 email 邮编 性别 性別 年龄 年齡 置业顾问 "
        "销售员 实际 實際 actual",
    ),
    (
        "id",
        "id passport passportno passportno.",
        "身份证 身份證 证件号 證件號 证件编号 證件編號 证件 證件 idno id号 idnumber idcard hkid 护照 護照",
    ),
    (
        "phone",
        "tel 手机 手機 contact mobile",
        "电话 電話 手机 手機 联系方式 聯絡方式 联系电话 联络 聯絡 mobile phone tel. telno telephone "
        "contactno",
    ),
    ("", "", "联系人 聯絡人 contactperson"),
    (
        "contract_date",
        "",
        "合同交付 合同交房 合约交付 约定交付 约定交房 约定收楼 約定收樓 约定交楼 約定交樓 交付日期 "
        "交房日期 交楼日期 交樓日期 收楼日期 收樓日期 收房日期 交付时间 交付時間 交房时间 交楼时间 "
        "交付期限 交屋日期 handoverdate deliverydate possessiondate completiondate contractdate",
    ),
    (
        "contract",
        "合同 合约 contract",
        "合同编号 合同編號 合同号 合同號 合约编号 合約編號 合约号 合約號 网签编号 网签号 備案號 备案号 "
        "contractno contractnumber agreementno aspno",
    ),
    ("appointment_date", "", "预约日期 預約日期 appointmentdate bookingdate 预约日 預約日"),
    ("appointment", "", "预约 預約 appointment booking timeslot 时段 時段"),
    ("reason", "reason reasons", "原因 未达条件 未達條件 不符合项 不符合項 reason"),
    (
        "eligible",
        "资格 資格 符合",
        "是否符合 符合交付 交付资格 交付資格 收楼资格 收樓資格 资格审核 資格審核 交付条件 交付條件 "
        "交楼条件 交樓條件 能否交付 可否交付 可否交楼 可否交樓 是否可交 是否具备 是否具備 是否可收 "
        "eligib qualified 是否合格 是否符",
    ),
    (
        "fees",
        "",
        "契税 契稅 维修资金 维修基金 維修資金 維修基金 物业费 物業費 物管费 管理费 管理費 deedtax "
        "maintenancefund managementfee propertyfee servicefee",
    ),
    ("", "", "面积差 面積差 差额 單價 单价 总价 總價 成交价 房款 price 金额 金額 已付 应收 应付"),
    ("area", "面积 面積 area 建面", "面积 面積 area 平方米 平方呎 平米"),
    ("layout", "户型 戶型 格局 间隔 間隔 layout", "户型 戶型 房型 layout unittype flattype 间隔 間隔"),
    (
        "room",
        "楼层房间 樓層房間 房间 房間 室 室号 室號 户号 戶號 单位 單位 flat room flatno flatno. roomno "
        "roomno. flat/room flat/unit unit/flat 户 戶",
        "",
    ),
    (
        "unit",
        "房号 房號 房间号 房間號 房间编号 房間編號 房屋编号 房屋編號 房屋 房屋号 房产 房源 房源编号 "
        "单位编号 單位編號 单位号 單位號 unitno unitno. unitnumber unitcode 门牌 门牌号 門牌 門牌號 "
        "房屋名称 房间名称 房屋坐落 坐落 property propertyno premises house houseno 户别 戶別 物业",
        "房号 房號 房间编号 房屋编号 单位编号",
    ),
    ("entrance", "单元 單元 单元号 單元號 梯 梯号 梯號 梯位 门号 entrance stair staircase core", ""),
    ("floor", "楼层 樓層 层 層 层号 所在楼层 所在层 floor floorno level 樓", ""),
    (
        "building",
        "楼栋 樓棟 楼幢 楼宇 樓宇 楼号 樓號 栋 棟 幢 座 栋号 棟號 幢号 座号 座號 座数 座數 座别 座別 "
        "楼座 樓座 栋座 栋别 棟別 大厦 大廈 楼栋号 楼栋名称 building buildingno block blockno tower "
        "towerno bldg blk twr tower/block block/tower 楼",
        "",
    ),
    ("phase", "期 期数 期數 期别 期別 分期 phase", ""),
    ("unit", "unit units", ""),
    (
        "owner",
        "业主 業主 客户 客戶 姓名 买受人 買受人 买方 買方 买家 買家 权利人 權利人 产权人 购房人 購房人 "
        "认购人 認購人 承购人 承購人 共有人 住户 住戶 owner owners name names buyer buyers purchaser "
        "purchasers customer client co-owner co-owners coowner jointowner",
        "业主姓名 業主姓名 客户姓名 客戶姓名 客户名称 客戶名稱 业主名称 买受人 權利人 权利人 产权人 "
        "购房人 購房人 认购人 共有人 共同买受 买方姓名 買方姓名 ownername ownersname registeredowner "
        "purchasersname nameofowner purchasername nameofpurchaser buyername customername 业主1 业主2 "
        "业主3 業主1 業主2 业主一 业主二",
    ),
    (
        "note",
        "备注 備註 备考 備考 说明 說明 注 remark remarks note notes comment comments memo",
        "备注 備註 特殊情况 特殊情況 特殊需求 remarks",
    ),
)

# Fields that a list may have several columns of; the second is called owner2, and so on.
MANY = ("owner", "phone", "id", "fees", "note")

# Of several columns for one field, the one with such a word is taken.
BETTER = {
    "area": ("建筑", "建築", "实测", "實測", "saleable", "gross"),
    "contract_date": ("合同", "约定", "約定", "contract"),
}
