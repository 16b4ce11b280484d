"""Find: the index (tantivy) and its SQL twin; a disposable cache of the database."""
