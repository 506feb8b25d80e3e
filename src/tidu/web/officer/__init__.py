"""What an office sees: its queue, one declaration under review, public notices, windows, announcements.

It knows nothing of the pages of enterprises; what an officer may see is asked of the domain.
"""
