"""The front hall: home, search over everything, errors, API, worker and commands."""
