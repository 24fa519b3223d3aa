"""Commands on many records: ``opads bulk ...``."""
