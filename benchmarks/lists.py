"""REST lists at 50 requests a second from one process of business-api: `python -m benchmarks.lists`."""

import asyncio
import time

import httpx
import psycopg

from benchmarks.api import running_api
from benchmarks.rows import Row, percentile
from benchmarks.search import fill

RATE, SECONDS = 50.0, 8.0
TARGET_P95_MS = 100.0
LISTS = {
    "adverts": "/adverts/?page=2",
    "adverts by words": "/adverts/?q=велосипед стелс",
    "people": "/people/?q=bench17",
    "calls": "/calls/",
    "sessions": "/me/sessions/",
}


def _fill(connection: "psycopg.Connection[tuple[object, ...]]", heavy: str) -> None:
    fill(connection, 100_000, heavy)
    connection.execute(
        """
        INSERT INTO adverts (seller_id, title, description, category, price_minor, city, state)
        SELECT user_id, (ARRAY['Велосипед Стелс', 'Диван серый', 'Смартфон новый', 'Коляска'])[1 + n % 4] || ' ' || n,
            repeat('В хорошем состоянии, торг при осмотре. ', 5), 'hobby', n * 1000, 'Москва', 'active'
        FROM users, generate_series(1, 20) n WHERE login LIKE 'bench%';
        INSERT INTO advert_pictures (advert_id, object_key, width, height, position)
        SELECT advert_id, 'pictures/' || advert_id || '.webp', 800, 600, 0 FROM adverts;
        ANALYZE;
        """
    )


async def _load(client: httpx.AsyncClient, path: str) -> list[float]:
    taken: list[float] = []

    async def one() -> None:
        began = time.perf_counter()
        answer = await client.get(path)
        answer.raise_for_status()
        taken.append((time.perf_counter() - began) * 1000)

    begin, tasks = time.perf_counter(), []
    for number in range(int(RATE * SECONDS)):
        await asyncio.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(one()))
    await asyncio.gather(*tasks)
    return taken


async def _all(http: httpx.Client) -> dict[str, float]:
    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(
        base_url=http.base_url, headers=http.headers, cookies=http.cookies, timeout=30, limits=limits
    ) as client:
        return {name: percentile(await _load(client, path), 0.95) for name, path in LISTS.items()}


def measure() -> dict[str, float]:
    """List → milliseconds at the 95th percentile."""
    with running_api(workers=1) as api:
        http, heavy = api.person("boris")
        with api.connect() as connection:
            _fill(connection, heavy)
        return asyncio.run(_all(http))


def rows() -> list[Row]:
    """Lines of the table."""
    figures = measure()
    worst = max(figures.values())
    each = ", ".join(f"{name} {value:.0f}" for name, value in figures.items())
    return [
        Row(
            "REST lists at 50 requests/s, one process, worst p95",
            f"{worst:.0f} ms ({each})",
            "< 100 ms",
            worst < TARGET_P95_MS,
        )
    ]


def main() -> None:
    """Print the figures."""
    for row in rows():
        print(f"{row.what}: {row.measured} (target {row.target})")


if __name__ == "__main__":
    main()
