"""Brings the invented enterprises to life through the product's own actions, each at its moment and by its own people.

It writes no table itself: whatever stands in the demo world, somebody did.
"""
