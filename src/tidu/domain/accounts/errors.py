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


class IdentityNotShown(Refusal):
    """The identity service did not answer, or what it told is not to be believed; `reason` is for the log."""

    def __init__(self, what: str, why: str = "", mend: str = "", *, reason: str = "") -> None:
        super().__init__(what, why, mend)
        self.reason = reason
