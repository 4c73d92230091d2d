"""Reads the event stream at a URL with the named package, and prints each event as a line of JSON."""

import json
import sys


def with_sseclient(url):
    import requests
    import sseclient

    response = requests.get(url, stream=True, headers={"Accept": "text/event-stream"})
    return sseclient.SSEClient(response).events()


def with_httpx_sse(url):
    import httpx
    from httpx_sse import connect_sse

    with httpx.Client(timeout=None) as client, connect_sse(client, "GET", url) as source:
        yield from source.iter_sse()


READERS = {"sseclient-py": with_sseclient, "httpx-sse": with_httpx_sse}

for event in READERS[sys.argv[1]](sys.argv[2]):
    print(json.dumps({"event": event.event, "id": event.id or "", "data": event.data}), flush=True)
