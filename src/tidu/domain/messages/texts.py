"""What text messages say, by template. A gateway may send the text, or its own template of that name."""

from __future__ import annotations

import string

SIGNED = "【梯度培育平台】"
HIDDEN = "••••••"

TEXTS = {
    "code": "验证码 {code}，用于{purpose}，{minutes} 分钟内有效。不是您本人操作，请不要理会，也不要告诉别人。",
    "username": "您在优质中小企业梯度培育平台的用户名是 {username}。",
    "invitation": "{office}请您使用优质中小企业梯度培育平台。邀请码 {code}，{days} 天内有效，请不要告诉别人。",
    "password_reset": "账户 {username} 的密码刚刚重设。不是您本人操作，请马上与技术支持联系。",
    "phone_asked": "有人申请更换账户 {username} 的绑定手机（编号 {number}）。不是您单位的人，请马上与技术支持联系。",
    "phone_changed": "账户 {username} 的绑定手机已更换。不是您单位的人操作，请马上与技术支持联系。",
    "check_asked": "您的申请已收到，编号 {number}。凭编号和本手机可以在登录页“查申请进度”里看办到哪一步。",
    "check_refused": "您的申请 {number} 没有通过。原因请凭编号和本手机在登录页“查申请进度”里看。",
    "contested": "有单位对账户 {username} 提出异议（编号 {number}）。请在 {until} 前登录平台答复，逾期由运维人员决定。",
    "handed_over": "账户已交给您，用户名 {username}。请在登录页用信用代码和本手机“找回”，设密码后登录。",
    "handed_away": "企业 {enterprise} 的账户经核实已移交（编号 {number}），您不再代表该企业。有疑问请与技术支持联系。",
    "colleague": "{enterprise}请您一起办理申报。邀请码 {code}，{days} 天内有效，在登录页“我有邀请码”里填。",
}
#: What only the person who gets it may read.
SECRETS = frozenset({"code"})


class UnknownText(Exception):
    """No template of that name, or its places and what was given for them are not the same: a mistake of ours."""


def places_of(template: str) -> set[str]:
    """The places of a template that must be filled."""
    if template not in TEXTS:
        raise UnknownText(template)
    return {name for _, name, _, _ in string.Formatter().parse(TEXTS[template]) if name}


def require_filled(template: str, params: dict[str, str]) -> None:
    """Raise UnknownText unless ``params`` fill every place and nothing else."""
    if places_of(template) != set(params):
        raise UnknownText(f"{template}: {sorted(params)}")


def text_of(template: str, params: dict[str, str], *, hide: bool = False) -> str:
    """The text as it is sent; with ``hide`` as it may be shown to those it was not sent to."""
    shown = {name: HIDDEN if hide and name in SECRETS else value for name, value in params.items()}
    return SIGNED + TEXTS[template].format(**shown)
