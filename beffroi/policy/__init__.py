"""Judge: licences and metadata files, from data with a source and a date."""
