"""GitLab: its client, and what its rows say."""

from beffroi.forges.gitlab.client import GitlabForge

__all__ = ["GitlabForge"]
