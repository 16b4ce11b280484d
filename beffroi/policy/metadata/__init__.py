"""Files that describe software: read, written, and converted with what is lost."""
