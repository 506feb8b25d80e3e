"""What anyone sees: the home page, announcements, the look-up of recognised enterprises, signing in and registering.

It owns no form of a declaration and shows nothing that is not public.
"""
