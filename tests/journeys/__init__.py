"""Journeys: the real server, a real browser, and people who know the screens only."""
