"""消息: what the platform tells people, kept in their inbox. Refuses to decide when to tell."""
