"""A register with disclosures in it, entered as the register enters them, without judging and receipts."""

import copy
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from opads.register.chain import locked
from opads.register.contents import keep
from opads.register.model import Entry
from opads.register.projection import project
from opads.standard.jsonvalue import canonical
from opads.storage import Database, Transaction
from opads.storage.ids import new_id
from opads.storage.moments import now

COMPLETE = Path(__file__).resolve().parents[2] / "schema" / "1.0" / "examples" / "complete.json"
WHOLE: dict[str, Any] = json.loads(COMPLETE.read_bytes())
OWNER, OTHER, REGULATOR = "account-owner", "account-other", "account-regulator"
NOTHING_WITHHELD: dict[str, Any] = {
    "opads": "1.0",
    "advertisement": {"title": "Nothing hidden"},
    "jurisdictions": ["FR"],
}


def whole(**changes: Any) -> dict[str, Any]:
    """Give the complete example with subjects replaced; None removes one."""
    found = copy.deepcopy(WHOLE)
    for name, value in changes.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value
    return found


def party(name: str, *roles: str, **more: Any) -> dict[str, Any]:
    return {"roles": list(roles), "kind": "legal-entity", "name": name, **more}


def enter(
    database: Database,
    *disclosures: dict[str, Any],
    account: str = OWNER,
    chain: str = "public",
    of: str | None = None,
    version: int = 1,
    kind: str = "accepted",
    publisher_id: str | None = None,
    document: bytes | None = None,
) -> list[str]:
    """Enter disclosures of one document; return their ids."""
    texts = [canonical(disclosure) for disclosure in disclosures]
    sent = document or b"\n".join(texts)
    digest = sha256(sent).hexdigest()
    report = b"{}"

    def job(t: Transaction) -> list[str]:
        keep(t, (sent, report, *texts))
        submission = new_id()
        t.run(
            "INSERT INTO submission (id, chain, account, received_at, document, media_type, format, carrier, verdict, report, receipt) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(submission, chain, account, now(), digest, "application/json", "opads-disclosure", "ndjson", "valid"),
            *(sha256(report).hexdigest(), ""),
        )
        end, ids = locked(t, chain), []
        for number, text in enumerate(texts):
            entry = end.append(
                Entry(
                    *("", 0, kind, of or new_id(), version, account, publisher_id, submission, number, digest),
                    *(sha256(text).hexdigest(), "opads-disclosure", "valid", sha256(report).hexdigest(), None, "", ""),
                )
            )
            project(t, entry)
            ids.append(entry.disclosure)
        return ids

    return database.write(job)


def step(
    database: Database,
    disclosure: str,
    kind: str,
    *,
    account: str = REGULATOR,
    reason: str | None = None,
    version: int = 1,
) -> None:
    """Suspend, resume or withdraw a disclosure."""

    def job(t: Transaction) -> None:
        end = locked(t, "public")
        nothing = (None,) * 8
        project(t, end.append(Entry("", 0, kind, disclosure, version, account, *nothing, reason, "", "")))

    database.write(job)
