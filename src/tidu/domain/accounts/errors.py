from tidu.kit.refusals import Refusal
from tidu.kit.throttle import TooOften


class AccountRefusal(Refusal):
    """The account cannot be made or changed so."""


class NotSignedIn(Refusal):
    """Name and password do not go together, or the name is locked; it never says whether the name exists."""


class FactorRefused(Refusal):
    """The second factor does not fit, or is locked."""


class CodeNotSent(TooOften):
    """No code was sent: there were too many. The sentence stands beside the button, which waits until `again_at`."""


class CodeWrong(Refusal):
    """The code does not open: wrong, old, used, or tried too often."""
