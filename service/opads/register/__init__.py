"""The register: an append-only log of disclosures handed in, and what stands by it."""
