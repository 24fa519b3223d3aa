"""Commands on the folders of formats: ``opads format ...``."""
