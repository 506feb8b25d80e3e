from tidu.kit.refusals import Refusal


class WindowRefusal(Refusal):
    """The window cannot be opened or changed so."""
