"""``python -m opads.cli``."""

from opads.cli.main import main

main()
