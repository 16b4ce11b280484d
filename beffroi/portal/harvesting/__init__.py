"""Harvests as pages show them: what runs, what came, what could not be read, who may ask."""
