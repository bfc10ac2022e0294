"""HTTP posts from the simulated networks to the bots' webhooks."""

from datetime import timedelta

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError

ANSWER_WITHIN = timedelta(seconds=30)


class Courier:
    """Posts JSON and tells the status. Opened at the first post, since it belongs to a loop."""

    def __init__(self) -> None:
        self._client: Client | None = None

    async def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status of the answer, 0 where there was none."""
        try:
            answer = await self._open().post(url).headers(headers).body_bytes(body).build().send()
        except (PyreqwestError, ValueError):
            return 0
        return answer.status

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
