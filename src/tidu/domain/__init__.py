"""What the platform remembers and does, one package per noun. Refuses to know a page or HTTP.

Every package has the same files: models, queries (reads; they take an actor), actions (writes, verbs), tasks, errors.
"""
