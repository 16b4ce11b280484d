"""One reader for each family of lock files: from a source to the components that it names."""
