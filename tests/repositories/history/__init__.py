"""The real history of a national catalogue, replayed as harvests."""
