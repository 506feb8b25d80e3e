"""Pages and fragments, by audience. They ask the domain's queries and call its actions; they own no table."""
