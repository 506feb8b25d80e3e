"""The form of a legal person's account: every answer read by the rules, every error beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidu.domain.regions.queries import region
from tidu.rules import codes
from tidu.rules.problem import Problem
from tidu.web.public.places import all_provinces, below
from tidu.web.ui.codes import CodeField
from tidu.web.ui.problems import FieldProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tidu.web.public.places import Place

_BLANK = ("", "请选择")
#: What somebody else may sign in with: as a user name it would shut them out.
_NUMBERS = (codes.credit_code, codes.mobile, codes.identity_number)
_USERNAME_SHORTEST, _USERNAME_LONGEST = 4, 40


def _text(label: str, complete: str = "", *, longest: int = 60, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        error_messages={"max_length": f"{label}太长了，最多 {longest} 个字。"},
        widget=forms.TextInput(attrs={"autocomplete": complete or "off", **attrs}),
    )


def _password(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _place(label: str, *, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=required,
        error_messages={"invalid_choice": "和上一级对不上，请重新选。"},
    )


class RegisterForm(forms.Form):
    """What registering asks."""

    credit_code = _text("统一社会信用代码", autocapitalize="characters", spellcheck="false")
    name = _text("企业名称", "organization", longest=120)
    province = _place("省（自治区、直辖市）", required=True)
    city = _place("市（直辖市选区县）", required=True)
    county = _place("县（市、区）", required=False)
    legal_representative = _text("法定代表人")
    contact = _text("联系人", "name")
    phone = _text("联系人手机", "tel", longest=30, inputmode="tel")
    phone_code = CodeField(required=False)
    email = _text("电子邮箱", "email", longest=254, inputmode="email", autocapitalize="none")
    email_code = CodeField(label="邮箱验证码", required=False)
    username = _text("用户名", "username", autocapitalize="none", spellcheck="false")
    password = _password("密码")
    again = _password("再输一次密码")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        province, city = str(typed.get("province", "")), str(typed.get("city", ""))
        cities = below(province)
        counties = below(city) if city in {each.code for each in cities} else ()
        self._offer("province", all_provinces())
        self._offer("city", cities)
        self._offer("county", counties)
        self.has_counties = bool(counties)

    def _offer(self, name: str, places: Iterable[Place]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_BLANK, *((place.code, place.name) for place in places)]

    def clean_credit_code(self) -> str:
        return self._read("credit_code", codes.credit_code)

    def clean_phone(self) -> str:
        return self._read("phone", codes.mobile)

    def clean_email(self) -> str:
        return self._read("email", codes.email)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_username(self) -> str:
        typed = str(self.cleaned_data["username"])
        if not _USERNAME_SHORTEST <= len(typed) <= _USERNAME_LONGEST or any(each.isspace() for each in typed):
            raise FieldProblem(
                f"用户名现在 {len(typed)} 个字。",
                "用户名是 4 至 40 个字母、数字或汉字，中间没有空格。",
                "请改短或改长一些，如企业简称加年份。",
            )
        if "@" in typed or any(isinstance(read(typed), str) for read in _NUMBERS):
            raise FieldProblem(
                "用户名不能是号码或邮箱。",
                "信用代码、手机号、身份证号和邮箱登录时另外认。",
                "请换成企业简称加年份这样的名字。",
            )
        return typed

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if "password" in typed and "again" in typed and typed["password"] != typed["again"]:
            self.add_error(
                "again", FieldProblem("两次密码不一样。", "为防输错要输两次。", "请点“显示密码”对一对，再输一次。")
            )
        if self.has_counties and not typed.get("county") and "county" not in self.errors:
            self.add_error(
                "county",
                FieldProblem("注册地还没选到县（市、区）。", "申报书按注册地送审。", "请再选一级，与营业执照一致。"),
            )
        finest = typed.get("county") or typed.get("city")
        if finest:
            typed["region"] = region(finest)
        return typed

    def _read(self, name: str, reader: Callable[[str], str | Problem]) -> str:
        read = reader(str(self.cleaned_data[name]))
        if isinstance(read, Problem):
            raise FieldProblem(read)
        return read
