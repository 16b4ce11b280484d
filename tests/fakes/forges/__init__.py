"""Fakes of forges in one fast process: GitHub, GitLab, Gitea, Forgejo, Gogs, Bitbucket.

``python -m tests.fakes.forges --help`` starts them; tests use ``running.fake_forges``. What they
answer is checked in ``tests/fakes/test_forges.py`` against recorded pages and GitHub's own
description of its API.
"""
