-- What a caller owes, in microseconds of its allowance, at a moment in microseconds since 1970. Nothing is lost that matters where this is.
CREATE {unlogged} TABLE allowance (
  who TEXT PRIMARY KEY,
  debt {bigint} NOT NULL,
  at {bigint} NOT NULL
) {strict};

-- down
DROP TABLE allowance;
