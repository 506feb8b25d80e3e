"""Where a gateway tells that a message arrived. Its signature stands for the token of a form and for signing in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tidu.domain.messages.errors import NotAReceipt
from tidu.domain.messages.receipts import receive
from tidu.kit.throttle import TooOften
from tidu.web.public.limits import allow_address, too_often

if TYPE_CHECKING:
    from django.http import HttpRequest

_log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def receipt(request: HttpRequest) -> HttpResponse:
    try:
        # a form is read as one before we see it, and has no body any more
        receive(request.headers, request.body if request.content_type == "application/json" else b"")
    except NotAReceipt as problem:
        _log.warning("a receipt was refused: %s", problem)
        try:
            allow_address(request, "refused receipts", times=60, seconds=60)  # genuine ones are not limited
        except TooOften as refusal:
            return too_often(request, refusal)
        return JsonResponse({"what": "这不是有效的回执。"}, status=403)
    return HttpResponse(status=204)
