"""What pages of repositories show: life line, facts, rows; no writes."""
