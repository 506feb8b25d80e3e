"""What the ministry's documents say, and the arithmetic that applies it.

Owns the shape of an edition, the rule language, scoring, checks, the reading of what people type, the map of movements
and the catalogue. Refuses to know a database, a user, a clock or a page: it never imports Django.
"""
