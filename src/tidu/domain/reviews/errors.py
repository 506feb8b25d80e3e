from tidu.kit.refusals import Refusal


class ReviewRefusal(Refusal):
    """The decision, notice or announcement cannot be made so."""
