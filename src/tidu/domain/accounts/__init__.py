"""账户与岗位: people, how they sign in, their posts, and the one place that decides who may see and do what."""
