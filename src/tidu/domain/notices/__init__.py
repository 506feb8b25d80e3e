"""公告: announcements of ministry and provinces, contacts and outside links. Refuses to grant anything."""
