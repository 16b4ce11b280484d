"""Settings of gunicorn, read by ``beffroi serve`` (``-c python:beffroi.portal.server``)."""

import gunicorn.http.message

# Addresses are limited by our own middleware, which says how to ask instead; gunicorn's limit
# of 8,190 characters has no other switch than none at all. This bound is ours (ADR 0002).
gunicorn.http.message.MAX_REQUEST_LINE = 65_536
limit_request_line = 65_536

worker_class = "gthread"
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 20
preload_app = False
loglevel = "warning"
# Headers of proxies are judged by beffroi.portal.proxies alone.
forwarded_allow_ips = ""
