"""The command line: a door. It reads arguments and files, and shows what the library answers."""
