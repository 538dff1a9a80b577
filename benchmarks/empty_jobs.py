"""One worker process of Procrastinate and its jobs, which do nothing: `empty_jobs.py URL COUNT`."""

from __future__ import annotations

import asyncio
import sys

from procrastinate import App, PsycopgConnector

HANDS = 4  # as many as our worker has

app = App(connector=PsycopgConnector(conninfo=sys.argv[1]))


@app.task
async def nothing() -> None:
    """Done."""


async def main() -> None:
    """Put the jobs into the queue, then do them."""
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await nothing.batch_defer_async(*({} for _ in range(int(sys.argv[2]))))
        await app.run_worker_async(concurrency=HANDS, wait=False)


if __name__ == "__main__":
    asyncio.run(main())
