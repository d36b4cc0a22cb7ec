"""Bank of China (中国银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="boc",
    name="中国银行",
    printed="中国银行",
    how="打开中国银行手机银行，进入“更多 → 交易流水打印”，选择本人账户，起止日期填 {start} 至 {end}，勾选“展示交易对方信息”，发送到邮箱；PDF 的打开密码在手机银行里显示，请一并提供",
    marks=(("中国银行交易流水明细清单",), ("交易区间:", "借方发生数:"), ("交易渠道/场所", "业务摘要")),
    columns={"counterparty_account": ("对方卡号/账号",)},
    signed=True,
)
READER = reader(BANK)
