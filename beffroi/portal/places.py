"""Places where a server may listen."""

import asyncio

from django.core.management.base import CommandError


def check_free(address: str, port: int) -> None:
    """Refuse a place that another program has, with the way out, before anything starts."""

    async def bind() -> None:
        server = await asyncio.start_server(lambda _reader, _writer: None, address, port)
        server.close()

    try:
        asyncio.run(bind())
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{address}:{port} cannot be served: {reason}. Choose another with --port."
        raise CommandError(message, returncode=2) from error
