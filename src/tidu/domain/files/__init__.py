"""附件: stored objects, their true type and digest. Refuses to know what a file proves."""
