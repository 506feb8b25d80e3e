"""审核: decisions, public notices and announcements. Nothing moves a declaration onward but its actions."""
