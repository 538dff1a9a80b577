# Two stages, so that what installs does not stay in what runs.
FROM python:3.11-slim-trixie AS installed
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv --without-pip /opt/pairme \
    && python -m pip --python /opt/pairme/bin/python install --no-cache-dir --disable-pip-version-check \
        --only-binary :all: --require-hashes --no-deps -r /tmp/requirements.lock

FROM python:3.11-slim-trixie
# On SQLite everything is in /data. Debian trixie's client of PostgreSQL is of version 17, as compose.yaml's server:
# backup and restore call it.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && python -m pip uninstall --yes --quiet --root-user-action=ignore setuptools wheel pip \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin pairme \
    && install --directory --owner pairme --group pairme --mode 0700 /data /backups
COPY --from=installed /opt/pairme /opt/pairme
COPY bot /app/bot
COPY handlers /app/handlers
COPY scheduler /app/scheduler
COPY storage /app/storage
COPY programme /app/programme
COPY practice /app/practice
COPY platforms /app/platforms
ENV PATH=/opt/pairme/bin:$PATH \
    PYTHONPATH=/app \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp \
    HOST=0.0.0.0
USER pairme
WORKDIR /data
VOLUME /data
EXPOSE 3000
# Only the web process answers; worker and clock switch this off and are seen in /ready.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + (os.environ.get('PORT') or '3000') + '/health', timeout=3)"]
# Within the ten seconds that Docker waits, what is being sent is finished.
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
