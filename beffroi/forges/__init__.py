"""Clients of forges: the APIs of GitHub, GitLab, Gitea and others, and plain git for all else."""
