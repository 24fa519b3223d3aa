"""The rules engine: CEL expressions emitted as Python, rule packs, and the ledger of what was checked."""
