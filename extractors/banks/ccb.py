"""China Construction Bank (建设银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="ccb",
    name="建设银行",
    printed="中国建设银行",
    how="打开建设银行手机银行，进入“账户 → 账户明细 → 明细导出”，选择本人账户，起止日期填 {start} 至 {end}，类型选全部交易、格式选 PDF，发送到邮箱；收到的压缩包密码在手机银行里显示，请一并提供",
    marks=(
        ("中国建设银行个人活期账户",),
        ("ChinaConstructionBank", "账户余额"),
        ("建设银行", "个人活期账户", "交易明细"),
    ),
    columns={"date": ("交易日期",), "booked": ("记账日",)},
    signed=True,
)
READER = reader(BANK)
