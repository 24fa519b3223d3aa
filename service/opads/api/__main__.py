"""Serves with the settings of the environment: ``python -m opads.api``."""

from opads.api.serving import serve

if __name__ == "__main__":
    serve()
