"""Writes, by verb: decide on a file, publish a notice, announce its result."""

from tidu.domain.reviews.actions.announcing import announce
from tidu.domain.reviews.actions.deciding import decide, mend_by
from tidu.domain.reviews.actions.noticing import publish_notice

__all__ = ["announce", "decide", "mend_by", "publish_notice"]
