"""What text messages say, by template. A gateway may send the text, or its own template of that name."""

from __future__ import annotations

import string

SIGNED = "【梯度培育平台】"
HIDDEN = "••••••"

TEXTS = {
    "code": "验证码 {code}，用于{purpose}，{minutes} 分钟内有效。不是您本人操作，请不要理会，也不要告诉别人。",
    "username": "您在优质中小企业梯度培育平台的用户名是 {username}。",
    "invitation": "{office}请您使用优质中小企业梯度培育平台。邀请码 {code}，{days} 天内有效，请不要告诉别人。",
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
