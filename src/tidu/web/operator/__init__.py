"""What those who keep the platform running see: accounts and posts, texts, the state of background work.

It never opens a declaration.
"""
