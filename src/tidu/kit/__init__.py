"""Nuts and bolts of Django: clock, refusals, paging, append-only tables, rate limits. Refuses words of the domain."""
