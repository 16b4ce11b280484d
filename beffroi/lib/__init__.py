"""What every room may use: errors, the network door, batches, slots, dates, countries."""
