from tidu.kit.refusals import Refusal


class SheetRefusal(Refusal):
    """The file cannot be read as a table, or not as the table that is asked for."""
