"""Who may do what: accounts, keys and tokens, roles, limits."""
