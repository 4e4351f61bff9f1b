# signalling: presence, rings and the relay between the two sides of a call.
# Built from the top of the repository: docker build -f deploy/images/signalling.Dockerfile .
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE}
ENV PYTHONUNBUFFERED=1 PIP_ROOT_USER_ACTION=ignore HOME=/tmp \
    PYTHONPATH=/app/contracts:/app/services/signalling
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin lodbic
WORKDIR /app
COPY requirements/signalling.txt requirements/
RUN pip install --quiet --no-cache-dir --require-hashes -r requirements/signalling.txt
COPY contracts contracts
COPY services/signalling services/signalling
RUN python -m compileall -q .
ENV PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8001
USER lodbic
EXPOSE 8001
# A socket each for thousands of people: as many as the machine allows.
CMD ["sh", "-c", "ulimit -n \"$(ulimit -Hn)\" && exec python -m signalling"]
