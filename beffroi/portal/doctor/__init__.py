"""What is missing or wrong with an instance, in words, each with the way to mend it."""
