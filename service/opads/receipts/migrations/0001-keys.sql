-- The public keys of receipts, one row each for ever: what they signed stays verifiable. The private keys are files and never in here.
CREATE TABLE signing_key (
  kid TEXT PRIMARY KEY,
  x TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  retired_at TEXT,
  revoked_at TEXT,
  reason TEXT
) {strict};

-- down
DROP TABLE signing_key;
