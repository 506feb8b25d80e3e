"""Evidence files: the smallest PDF that opens, saying on its one page that it is synthetic."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

#: What people call the file that they put into a slot.
_NAMES = {
    "truth_statement": "真实性声明（签字盖章）.pdf",
    "statement_file": "真实性声明和合规经营承诺.pdf",
    "form_file": "申请书盖章扫描件.pdf",
    "licence_file": "营业执照副本.pdf",
    "social_security_file": "{year}年12月社保缴费人数证明.pdf",
    "audit_file": "{year}年审计报告.pdf",
    "rd_audit_file": "{year}年研发费用专项审计报告.pdf",
    "direct_file": "直通条件证明.pdf",
    "ip_file": "知识产权证书.pdf",
    "product_field_file": "主导产品所属领域说明.pdf",
    "equity_file": "股权融资到账凭证.pdf",
    "market_share_file": "细分市场占有率说明.pdf",
    "digital_file": "数字化水平评测结果截图.pdf",
    "quality_file": "体系认证和商标.pdf",
    "rd_institution_file": "研发机构认定文件.pdf",
    "award_file": "科技奖励证书.pdf",
    "chain_file": "配套合同和查新报告.pdf",
    "credit_file": "信用报告（信用中国、公示系统）.pdf",
    "other_file": "其他材料.pdf",
}


def evidence_name(slot: str, last_year: int) -> str:
    """What people call the file for a slot of a form that asks up to ``last_year``."""
    return _NAMES[slot].format(year=last_year)


def evidence_pdf(slot: str, credit_code: str, name: str) -> SimpleUploadedFile:
    """A file for a slot of an enterprise's form; its bytes follow from slot and code alone."""
    lines = ("SYNTHETIC DEMO DATA - not a real document", f"Enterprise {credit_code}", f"Evidence: {slot}")
    return SimpleUploadedFile(name, _pdf(lines), "application/pdf")


def _pdf(lines: tuple[str, ...]) -> bytes:
    text = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 72 770 Td 18 TL {text} ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    pdf, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    pdf += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(pdf)
