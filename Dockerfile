# Two stages: Node builds the front-end files, Python serves. Build: docker build -t open-aimak .
FROM node:22-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY frontend frontend
COPY assets assets
# Bootstrap is cut down to the classes that the Python code names.
COPY dashboard dashboard
RUN node frontend/build.mjs

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY app.py gunicorn.conf.py ./
COPY dashboard dashboard
COPY data data
COPY assets assets
COPY --from=assets /build/build/assets build/assets
# The program may write to var/ (the SQLite database, when no DATABASE_URL is given) and nowhere else.
RUN useradd --system --uid 10001 --no-create-home aimak && install -d -o aimak -g aimak var
USER aimak
VOLUME /app/var
ENV HOST=0.0.0.0 PORT=8050 WEB_CONCURRENCY=2 THREADS=4
EXPOSE 8050
HEALTHCHECK --interval=15s --timeout=3s --start-period=60s --retries=3 CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
# `init` creates or migrates the database and loads data/ when it changed; then gunicorn takes the place of the shell.
# The program itself writes one line a request, without addresses of people.
CMD ["sh", "-c", "python -m dashboard init && exec gunicorn app:server --bind $HOST:$PORT --threads $THREADS --worker-tmp-dir /dev/shm --no-control-socket"]
