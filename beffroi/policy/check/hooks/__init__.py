"""What a hook of git asks before a commit exists: secrets, identity, origin."""
