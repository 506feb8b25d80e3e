"""What every act in the log is called on screens, and what a thing is called. The one table of both."""

from __future__ import annotations

ACTS: dict[str, str] = {
    # getting in
    "account.signed_in": "登录",
    "account.sign_in_failed": "登录失败",
    "account.sign_in_shut": "登录名被锁定",
    "account.signed_out": "退出登录",
    "account.session_ended": "结束一处登录",
    "account.sessions_ended": "结束其他登录",
    "account.second_factor_passed": "通过二次验证",
    "account.second_factor_refused": "二次验证失败",
    "account.second_factor_set": "设置二次验证",
    "account.second_factor_removed": "解除二次验证",
    "account.second_factor_reset": "重置他人的二次验证",
    "account.recovery_codes_made": "生成恢复码",
    "account.identity_bound": "绑定法人身份",
    "code.sent": "发送验证码",
    # accounts and posts
    "person.registered": "个人注册",
    "account.created": "开设账户",
    "account.hash_given": "批量设置密码",
    "account.invited": "邀请设置密码",
    "account.invitation_accepted": "接受邀请",
    "account.password_reset": "找回后重设密码",
    "account.phone_changed": "更换绑定手机",
    "account.unlocked": "解除登录锁定",
    "post.given": "授予岗位",
    "post.changed": "修改岗位期限",
    "post.ended": "停止岗位",
    "office.without_lead": "机构没有负责人",
    "post.chosen": "进入岗位",
    # enterprises
    "enterprise.registered": "企业注册",
    "enterprise.updated": "修改企业信息",
    "enterprise.region_moved": "更改注册地",
    "enterprise.handed_over": "企业换负责人",
    "colleague.invited": "邀请同事",
    "colleague.invitation_taken_back": "撤回同事邀请",
    "colleague.joined": "同事加入",
    "colleague.role_changed": "更改同事权限",
    "colleague.removed": "移除同事",
    "colleague.submitting_reserved": "改变谁可以提交",
    "enterprise.pending": "提交实名核验",
    "enterprise.verified": "实名核验通过",
    "enterprise.refused": "实名核验未通过",
    "enterprise.not_verified": "实名核验作废",
    "enterprise.verified_elsewhere": "批量标为已核验",
    "licence.brought": "上传营业执照",
    "licence.given": "提交营业执照",
    "registry.answered": "登记机关答复",
    "check.verification_asked": "申请人工核验",
    "check.phone_change_asked": "申请更换绑定手机",
    "check.contested_asked": "提出账户异议",
    "check.answered": "答复账户异议",
    "check.granted": "人工核验通过",
    "check.refused": "人工核验未通过",
    "check.withdrawn": "撤回人工核验",
    # declarations
    "declaration.begun": "开始申报",
    "declaration.submitted": "提交申报",
    "declaration.withdrawn": "撤回申报",
    "declaration.region_moved": "申报随注册地转办",
    "declaration.viewed": "查看申报材料",
    "evidence.viewed": "打开佐证材料",
    "paper.downloaded": "下载申报书",
    "personal.revealed": "查看个人信息",
    "review.pass": "审核通过",
    "review.return": "退回修改",
    "review.reject": "不予推荐或认定",
    "review.grant": "审核认定",
    "notice.published": "发布公示",
    "notice.announced": "公告结果",
    "recognition.recorded": "备案",
    # what offices keep
    "window.opened": "开放申报",
    "window.changed": "修改申报时间",
    "announcement.published": "发布通知公告",
    "announcement.withdrawn": "撤下通知公告",
    "link.set": "设置外部链接",
    "contact.set": "设置联系方式",
    "digital_results.imported": "导入数字化水平评测结果",
    "office_figures.imported": "导入评价数据",
    # running it
    "account.erased": "注销账户并删除个人信息",
    "retention.swept": "按保存期限清理",
    "keys.rotated": "更换个人信息的密钥",
    "outbox.settled": "处理结果不明的短信或邮件",
    "log.exported": "导出操作日志",
}

#: The acts by which an officer sees what an enterprise filed; it is told of each.
OPENINGS = ("declaration.viewed", "evidence.viewed", "paper.downloaded", "personal.revealed")

THINGS: dict[str, str] = {
    "user": "账户",
    "sign_in_name": "登录名",
    "enterprise": "企业",
    "licence": "营业执照",
    "manual_check": "人工核验",
    "declaration": "申报",
    "recognition": "认定",
    "public_notice": "公示",
    "window": "申报时间",
    "announcement": "通知公告",
    "outside_link": "外部链接",
    "contact": "联系方式",
    "office": "机构",
    "outgoing": "短信或邮件",
    "log": "操作日志",
    "retention": "保存期限",
    "keys": "密钥",
}


def word(act: str) -> str:
    """What an act is called; one that came from a later version keeps its name."""
    return ACTS.get(act, act)


def thing_word(thing: str) -> str:
    """What a thing is called, as `word`."""
    return THINGS.get(thing, thing)
