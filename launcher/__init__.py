"""launcher: one manifest takes a finished film to its audience."""

__version__ = "0.1.0"
