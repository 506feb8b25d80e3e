"""Asking for a verification, deciding it, and what operators decide by hand."""
