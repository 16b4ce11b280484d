"""Find licences in files and repositories: texts, notices, references, tags, expressions."""
