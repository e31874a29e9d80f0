"""Calls the emulator's own AWS API from inside its process: no socket, so that a resource handler cannot wait for itself."""

import asyncio
import io
import os
import threading
from urllib.parse import unquote, urlsplit

import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from ministack.core.responses import get_account_id, get_region

SECONDS_TO_RESPOND = 20

_session = botocore.session.get_session()


class _Body(io.BytesIO):
    def stream(self, *_args, **_options):
        yield self.getvalue()


def client(service):
    """A botocore client whose requests stay in this process."""
    made = _session.create_client(
        service,
        region_name=get_region(),
        endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        aws_access_key_id=get_account_id(),
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )
    made.meta.events.register("before-send", _respond)
    return made


def _respond(request, **_options):
    """Runs the application on a loop of its own, in a thread of its own."""
    outcome = {}

    def target():
        try:
            outcome["response"] = asyncio.run(_call_application(request))
        except BaseException as error:  # handed to the caller's thread
            outcome["error"] = error

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    thread.join(SECONDS_TO_RESPOND)
    if "error" in outcome:
        raise outcome["error"]
    if "response" not in outcome:
        raise TimeoutError(f"{request.method} {request.url} took more than {SECONDS_TO_RESPOND} seconds")
    return outcome["response"]


async def _call_application(request):
    from ministack.app import app

    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    if isinstance(body, str):
        body = body.encode()
    incoming = [{"type": "http.request", "body": body, "more_body": False}]
    started = {}
    chunks = []

    async def receive():
        if incoming:
            return incoming.pop()
        await asyncio.sleep(SECONDS_TO_RESPOND)
        return {"type": "http.disconnect"}

    async def send(message):
        if message["type"] == "http.response.start":
            started.update(message)
        elif message["type"] == "http.response.body":
            chunks.append(message.get("body", b""))

    await app(_scope(request), receive, send)
    headers = {name.decode(): value.decode() for name, value in started["headers"]}
    return AWSResponse(request.url, started["status"], headers, _Body(b"".join(chunks)))


def _scope(request):
    url = urlsplit(request.url)
    headers = [(name.lower().encode(), value if isinstance(value, bytes) else str(value).encode())
               for name, value in request.headers.items()]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(url.path or "/"),
        "raw_path": (url.path or "/").encode(),
        "query_string": url.query.encode(),
        "headers": [*headers, (b"host", url.netloc.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", int(os.environ["GATEWAY_PORT"])),
        "root_path": "",
    }
