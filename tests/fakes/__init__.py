"""Stand-ins for what is outside: real where possible, hostile where needed."""
