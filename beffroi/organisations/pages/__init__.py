"""What pages of bodies, and every list, show: answers of the search, words, rows; no writes."""
