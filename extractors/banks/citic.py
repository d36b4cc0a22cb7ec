"""China CITIC Bank (中信银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="citic",
    name="中信银行",
    printed="中信银行",
    how="打开中信银行手机银行，搜索“流水打印”（账户交易明细），选择本人账户，起止日期填 {start} 至 {end}，发送到邮箱后上传收到的原文件",
    marks=(("中信银行", "账户交易明细"), ("账户交易明细", "查询最低限额")),
    columns={"summary": ("交易摘要",)},
    labels={"issued_on": ("开立日期",), "period": ("时间段",)},
)
READER = reader(BANK)
