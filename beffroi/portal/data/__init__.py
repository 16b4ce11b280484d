"""The open data of the house: every table, its addresses, old and new, and its description."""
