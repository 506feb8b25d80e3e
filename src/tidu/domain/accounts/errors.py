from tidu.kit.refusals import Refusal


class AccountRefusal(Refusal):
    """The account cannot be made or changed so."""


class NotSignedIn(Refusal):
    """Name and password do not go together, or the name is locked; it never says whether the name exists."""


class FactorRefused(Refusal):
    """The second factor does not fit, or is locked."""
