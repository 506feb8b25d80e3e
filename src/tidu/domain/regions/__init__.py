"""行政区划: divisions by code, and the offices that sit in them. Refuses to know people."""
