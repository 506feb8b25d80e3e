from tidu.kit.refusals import Refusal


class VerificationRefusal(Refusal):
    """The verification cannot be asked for or decided so."""


class LicenceRefusal(Refusal):
    """The licence cannot be taken; the sentence says why and what to bring instead."""
