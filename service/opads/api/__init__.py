"""The HTTP service: doors to the two jobs and to the standard; no domain logic."""
