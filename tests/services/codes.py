"""Codes as their readers read them: out of what the outbox would have sent."""

from __future__ import annotations

import re

from tidu.domain.messages.models import Outgoing
from tidu.domain.messages.outbox import text


def code_sent() -> str:
    """The code in what was written last."""
    found = re.search(r"验证码 ?(?:是 )?(\d{6})", text(Outgoing.objects.latest("pk")))
    assert found
    return found[1]
