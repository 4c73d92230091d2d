"""Evaluates flags with OpenFeature's SDK for Python and its OFREP provider.

Reads requests from standard input, one JSON object a line, and writes what an application gets, one JSON object a line.
"""

import json
import logging
import sys

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

clients = {}


def client_of(url, key):
    """The client of an edge and a key: it keeps its connections, as that of an application does."""
    domain = f"{url} {key}"
    if domain not in clients:
        provider = OFREPProvider(url, headers_factory=lambda: {"Authorization": f"Bearer {key}"})
        api.set_provider(provider, domain)
        clients[domain] = api.get_client(domain)
    return clients[domain]


def evaluate(request):
    client = client_of(request["url"], request["key"])
    method = getattr(client, f"get_{request['type']}_details")
    attributes = dict(request["context"])
    targeting_key = attributes.pop("targetingKey", None)
    details = method(request["flagKey"], request["codeDefault"], EvaluationContext(targeting_key, attributes))
    return {
        "value": details.value,
        "variant": details.variant,
        "reason": details.reason,
        "errorCode": details.error_code,
        "metadata": dict(details.flag_metadata),
    }


logging.disable(logging.CRITICAL)
for line in sys.stdin:
    print(json.dumps(evaluate(json.loads(line))), flush=True)
