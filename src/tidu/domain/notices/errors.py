from tidu.kit.refusals import Refusal


class NoticeRefusal(Refusal):
    """The announcement cannot be published so."""
