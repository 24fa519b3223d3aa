"""Pages, notices and reports in a real browser."""
