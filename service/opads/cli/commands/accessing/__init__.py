"""The commands of ``opads access``."""
