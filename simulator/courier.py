"""HTTP from the simulated networks: posts to the bots' webhooks, pictures fetched."""

from datetime import timedelta

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError

ANSWER_WITHIN = timedelta(seconds=30)


class Courier:
    """Posts and fetches. Opened at the first request, since it belongs to a loop."""

    def __init__(self) -> None:
        self._client: Client | None = None

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer, 0 where there was none."""
        try:
            answer = await self._open().post(url).headers(headers).body_bytes(body).build().send()
        except (PyreqwestError, ValueError):
            return 0
        return answer.status

    async def fetch(self, url: str) -> tuple[str, bytes] | None:
        """The media type and content at an address, None where there is none."""
        try:
            answer = await self._open().get(url).build().send()
            content = bytes(await answer.bytes())
        except (PyreqwestError, ValueError):
            return None
        return (answer.headers.get("content-type", ""), content) if answer.status == 200 else None

    def _open(self) -> Client:
        if self._client is None:
            self._client = (
                ClientBuilder().no_proxy().timeout(ANSWER_WITHIN).follow_redirects(False).build()
            )
        return self._client

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None
