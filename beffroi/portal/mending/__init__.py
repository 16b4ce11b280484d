"""What the catalogue knows of a publisher, what is wrong or missing, and how to mend it."""
