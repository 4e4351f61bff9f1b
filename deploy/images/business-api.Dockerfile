# business-api: the REST API, its Celery worker and beat, and the one-shot jobs that prepare the stores.
# Built from the top of the repository: docker build -f deploy/images/business-api.Dockerfile .
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE}
ENV PYTHONUNBUFFERED=1 PIP_ROOT_USER_ACTION=ignore HOME=/tmp \
    PYTHONPATH=/app:/app/contracts:/app/services/business-api
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin lodbic \
 && install -d -o lodbic -g lodbic -m 0700 /var/lib/lodbic /var/lib/lodbic/mail
WORKDIR /app
COPY requirements/business-api.txt requirements/
RUN pip install --quiet --no-cache-dir --require-hashes -r requirements/business-api.txt
COPY contracts contracts
COPY db db
COPY services/business-api services/business-api
COPY deploy/storage deploy/storage
COPY --chmod=0755 deploy/images/when-migrated /usr/local/bin/when-migrated
RUN python -m compileall -q .
ENV PYTHONDONTWRITEBYTECODE=1
USER lodbic
EXPOSE 8000
# Loaded once, then forked. nginx bounds the request line; whoever searches for far too much is told so by the API.
# A connection is kept for longer than nginx keeps it, so that it is never closed under a request.
CMD ["when-migrated", "gunicorn", "business_api.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--threads", "4", "--graceful-timeout", "5", "--preload", "--limit-request-line", "0", "--keep-alive", "30", \
     "--no-control-socket"]
