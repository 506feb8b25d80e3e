"""What the Makefile's targets do. Up to the virtual environment everything here is plain standard library.

Nothing in it is part of the platform: `tidu` never imports `tools`.
"""
