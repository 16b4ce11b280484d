"""Everything the program does to repositories; every write passes here."""
