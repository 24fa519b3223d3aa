"""OPADS: the reference service of the Open Political Ad Disclosure Standard."""

__version__ = "0.1.0"
