"""The catalogue of source repositories that public bodies publish."""
