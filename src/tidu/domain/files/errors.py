from tidu.kit.refusals import Refusal


class FileRefusal(Refusal):
    """The file cannot be taken; the sentence says why and what to bring instead."""
