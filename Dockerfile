FROM python:3.11-slim

# implicit's wheel takes OpenMP from the system, and this image has none.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/*

# Hugging Face runs containers as user 1000.
RUN useradd --create-home --uid 1000 cinefold \
    && install --directory --owner=cinefold /var/lib/cinefold

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.lock
COPY . .

USER 1000
ENV MALLOC_ARENA_MAX=1 \
    OPENBLAS_NUM_THREADS=1 \
    PYTHONUNBUFFERED=1 \
    RECSYS_HOME=/var/lib/cinefold \
    RECSYS_PUBLIC=1
# So that the first visitor does not wait for the ratings to be read.
RUN python -m recsys summary

EXPOSE 8501
# An unknown path is answered with the app: the words count, not the status.
HEALTHCHECK --start-period=60s CMD ["python", "-c", "\
import urllib.request; \
assert urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health').read() == b'ok'"]
CMD ["streamlit", "run", "streamlit_app.py", "--server.address=0.0.0.0", "--server.port=8501"]
