"""A package with __all__."""
__all__ = ["exported"]
exported = "exported"
hidden = "hidden"
name = __name__
