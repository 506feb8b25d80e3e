"""The platform for other systems, as JSON over HTTP.

It owns no rule of its own: the same queries and actions as the pages, with the same refusals.
"""
