"""Industrial and Commercial Bank of China (工商银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="icbc",
    name="工商银行",
    printed="中国工商银行",
    how="打开工商银行手机银行，搜索“明细导出”（或“我的账户 → 明细 → 申请明细”），选择本人账户，起止日期填 {start} 至 {end}，格式选 PDF（电子版），发送到邮箱后上传收到的原文件",
    marks=(("中国工商银行借记账户历史明细",), ("借记账户历史明细", "工商银行"), ("明细查询文件下载", "子账户序号")),
    columns={
        "income": ("记账金额(收入)",),
        "expense": ("记账金额(支出)",),
        "date": ("交易日期",),
        "party_bank": ("交易场所", "交易金额(收入)", "交易金额(支出)"),
        "counterparty_account": ("对方账户",),
    },
    signed=True,
)
READER = reader(BANK)
