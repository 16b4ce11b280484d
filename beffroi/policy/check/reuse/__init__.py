"""Who holds each file and under which licence, as REUSE 3.3 lets a repository say it."""
