"""The long answers of the application: a few plain sentences that follow from what was drawn, and say 示例."""

from __future__ import annotations

from tidu.demo.enterprises import SyntheticEnterprise
from tidu.demo.industries import word_of_division

_CHAINS = {
    "26": "化工新材料",
    "27": "生物医药",
    "36": "新能源汽车",
    "38": "新型电力装备",
    "39": "集成电路",
    "65": "软件和信息服务",
}


def texts(enterprise: SyntheticEnterprise) -> dict[str, str]:
    """Return the text cells; those whose question is not asked are left out by the form."""
    product, years = enterprise.leading_product, enterprise.market_years
    chain = _CHAINS.get(enterprise.industry[:2], "高端装备")
    answers = enterprise.standing.answers
    typed = {
        "market_position_note": f"{product}的占有率按销量除以细分市场规模估算，规模引自行业协会年报（示例）。",
        "local_industry_note": f"属于全省“1650”产业体系的{chain}产业链，企业承担其中{product}这一环节（示例）。",
        "industry_chain": chain,
        "company_overview": (
            f"企业注册于{enterprise.place.full_name}，从事{word_of_division(enterprise.industry)} {years} 年，"
            f"主导产品是{product}，品牌“{enterprise.brand}”。\n"
            f"现有职工 {enterprise.figures[0].employees} 人，研发人员 {enterprise.figures[0].rd_staff} 人；"
            f"客户主要是整机企业。以上内容为虚构的示例。"
        ),
        "development_plan": f"三年内把{product}的关键工序全部数字化，每年研发投入不低于营业收入的 5%（示例）。",
    }
    typed |= _on_condition(enterprise, chain)
    if answers["market_renown"]:
        typed["market_renown_note"] = f"{product}在细分市场排名靠前，连续三年为主要客户的合格供方（示例）。"
    if enterprise.standing.property.applied_class_1:
        typed["class_1_ip_benefit_note"] = f"发明专利用于{product}，2022 年起随产品销售产生收入（示例）。"
    if enterprise.standing.property.standards:
        typed["standard_names"] = "\n".join(
            f"示例标准 {number}：{product}技术条件" for number in range(1, enterprise.standing.property.standards + 1)
        )
    return typed


def _on_condition(enterprise: SyntheticEnterprise, chain: str) -> dict[str, str]:
    product, position = enterprise.leading_product, enterprise.standing.chain_position
    typed = {"import_substitution_note": f"{product}已在示例整机厂替代进口同类产品（示例）。"}
    if position != "none":
        typed["chain_position_note"] = f"{product}用在{chain}产业链的关键环节，附配套合同和查新报告（示例）。"
    if position == "gap_filling":
        typed["fills_weak_link_note"] = f"{product}此前依赖外购，企业实现自制并批量供货（示例）。"
    return typed
