"""Components of a working copy."""
