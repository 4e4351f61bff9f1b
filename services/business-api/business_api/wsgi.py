"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from business_api.language import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "business_api.settings")
application = get_wsgi_application()
# Once, before gunicorn forks: no search waits for the dictionary of word forms, whose memory the workers share. In a
# thread it would be half loaded when they are forked.
warm_up()
