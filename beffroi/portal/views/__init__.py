"""Pages that join several rooms, and the addresses of machines that watch."""
