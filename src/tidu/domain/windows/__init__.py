"""申报时间: which edition is open where, from when to when, and the deadline of each level."""
