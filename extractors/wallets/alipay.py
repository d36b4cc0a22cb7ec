"""Alipay (支付宝): the export for one's own accounts, the old one of the web, the proof of transactions and that of the balance."""

import re

from extractors._wallet import Wallet, reader

WALLET = Wallet(
    code="alipay",
    name="支付宝",
    printed="支付宝",
    how="打开支付宝，进入“我的 → 账单”，点右上角“…”，选“开具交易流水证明”，用途选“用于证明材料”，交易类型选“全部”，时间选 {start} 至 {end}，"
    "填写邮箱后提交；把邮件里的 PDF 原文件（或压缩包）直接上传，打开密码在支付宝的通知里，请一并提供",
    title=re.compile(
        r"支付宝[^\n]{0,16}流水证明|支付宝支付科技有限公司[^\n]{0,6}\n[^\n]{0,6}流水证明|-支付宝[^\n]{0,24}电子客户回单|支付宝交易记录明细查询"
        r"|在其支付宝账[号户]|^支付宝账[户号]:",
        re.MULTILINE,
    ),
    marks=(
        ("商品说明", "收/付款方式", "交易订单号", "收/支"),
        ("商品说明", "交易订单号", "商家订单号", "收/支"),
        ("商品名称", "资金状态", "交易号", "收/支"),
        ("支付宝交易号", "业务类型", "账户余额"),
    ),
    columns={
        "summary": ("商品说明", "商品名称", "交易说明"),
        "kind": ("交易分类", "业务类型", "类型", "交易类型"),
    },
)
READER = reader(WALLET)
