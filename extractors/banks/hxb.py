"""Hua Xia Bank (华夏银行)."""

from extractors._statement import Bank, reader

BANK = Bank(
    code="hxb",
    name="华夏银行",
    printed="华夏银行",
    how="打开华夏银行手机银行，进入“账户 → 交易明细 → 交易流水（电子版）”，选择本人账户，起止日期填 {start} 至 {end}，发送到邮箱后上传收到的原文件",
    marks=(("华夏银行", "个人账户交易流水"), ("个人账户交易流水(电子版)",), ("流水编码", "对方卡/账号")),
    labels={"account": ("账号",)},
    signed=True,
)
READER = reader(BANK)
