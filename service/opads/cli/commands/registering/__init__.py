"""The commands of ``opads register``."""
