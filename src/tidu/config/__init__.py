"""Puts the house together: settings, URLs, the WSGI door, the command line. Nothing imports it."""
