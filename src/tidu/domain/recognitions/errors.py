from tidu.kit.refusals import Refusal


class RecognitionRefusal(Refusal):
    """Nothing of the kind can happen to this title."""
