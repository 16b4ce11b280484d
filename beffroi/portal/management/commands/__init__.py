"""Commands that join several rooms."""
