from tidu.kit.refusals import Refusal


class OutboxRefusal(Refusal):
    """What was asked of a message that goes out cannot be done now."""


class NotAReceipt(Exception):
    """A receipt that is not signed, is too old, came twice, or speaks of nothing of ours: it changes nothing."""
