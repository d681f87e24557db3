"""hdtui: a laboratory of high-dimensional geometry in a terminal."""

__version__ = "0.1.0"
