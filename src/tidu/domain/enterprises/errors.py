from tidu.kit.refusals import Refusal


class EnterpriseRefusal(Refusal):
    """The enterprise's record cannot be made or changed so."""


class AlreadyRegistered(EnterpriseRefusal):
    """The credit code has an account; the sentence says since when and which phone is bound, masked."""
