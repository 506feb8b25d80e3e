"""核验: whether an account's enterprise is the one it says it is, and what a person must look at to decide.

Refuses to know what is declared: filing goes on while a verification waits.
"""
