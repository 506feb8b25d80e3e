"""What an enterprise sees: its place on the stairs, its information, filling a declaration, following it, its messages.

It decides nothing; what may be done now is asked of the domain.
"""
