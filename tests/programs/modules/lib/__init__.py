"""A package without much in it."""
