"""A typed client of a service of OPADS: ``pip install 'opads[client]'``.

    from opads.client import Client

    with Client("https://register.example", key=key) as client:
        report = client.validate(Path("notice.json"))

Needs nothing of the service. ``models`` and ``operations`` are made from the OpenAPI document by ``tools/make_client.py``.
"""

from opads.client.client import Client
from opads.client.problem import OpadsProblem, UnreachableError
from opads.client.transport import Answer

__all__ = ("Answer", "Client", "OpadsProblem", "UnreachableError")
