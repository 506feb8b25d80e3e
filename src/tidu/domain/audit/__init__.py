"""操作日志: append-only events of who did what to which thing. Refuses to be edited and knows no other package."""
