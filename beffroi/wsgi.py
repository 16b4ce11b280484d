"""The entrance of a web server: ``gunicorn beffroi.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beffroi.settings")
application = get_wsgi_application()
