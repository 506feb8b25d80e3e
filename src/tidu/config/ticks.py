"""What the worker does again and again, beside the tasks it is given."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from tidu.domain.accounts import codes
from tidu.domain.accounts.session_store import forget_over
from tidu.domain.audit.heads import keep_head
from tidu.domain.audit.sealing import seal
from tidu.domain.messages.gateways.outcomes import Kind
from tidu.domain.messages.outbox import wipe_secrets
from tidu.domain.messages.outbox_sending import send_due
from tidu.domain.retention.sweeping import daily
from tidu.domain.verification.tasks import ask_what_is_due, forget_unclaimed_licences
from tidu.kit.throttle import forget_ended
from tidu.kit.ticks import Tick

TICKS = [
    Tick("seal the log", 5, seal),
    Tick("keep the head of the log", 60, keep_head),
    Tick("ask the registry", 30, ask_what_is_due),
    Tick("forget licences that nobody registered with", 3600, forget_unclaimed_licences),
    # a clock for each kind: a code by text message does not wait behind a slow mail server
    Tick("send text messages", 2, partial(send_due, Kind.SMS)),
    Tick("send e-mail", 2, partial(send_due, Kind.EMAIL)),
    Tick("wipe the secrets that went out", 3600, partial(wipe_secrets, after=timedelta(days=1))),
    Tick("forget codes", 3600, codes.forget_old),
    Tick("take away what is kept long enough", 3600, daily),
    Tick("forget counts", 3600, forget_ended),
    Tick("forget sessions that are over", 3600, forget_over),
]
