"""The synthetic world: enterprises, officers and their figures, wholly invented and the same to the byte every time.

The generator modules are pure data (no Django). This package may build the demo world through the product's own
actions; it owns no table, and no figure in it decides about a real firm.
"""
