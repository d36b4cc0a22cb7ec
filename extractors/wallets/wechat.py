"""WeChat Pay (微信支付): the export for one's own accounts, which names no person, and the proof of transactions."""

import re

from extractors._wallet import Wallet, reader

WALLET = Wallet(
    code="wechat",
    name="微信支付",
    printed="微信支付",
    how="打开微信，进入“我 → 服务 → 钱包 → 账单”，点右上角“常见问题 → 下载账单 → 用作证明材料”，时间选 {start} 至 {end}，"
    "填写邮箱后提交；把邮件里的 PDF 原文件（或压缩包）直接上传，解压密码由“微信支付”公众号发到微信里，请一并提供",
    title=re.compile(r"微信支付账单明细|微信支付交易明细证明|在其微信号|微信昵称:"),
    marks=(
        ("交易单号", "商户单号", "当前状态", "收/支"),
        ("交易单号", "商户单号", "收/支/其他"),
    ),
    columns={
        "summary": ("交易类型",),
        "goods": ("商品", "商品名称", "商品说明"),
    },
)
READER = reader(WALLET)
