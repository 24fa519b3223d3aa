-- Answers that are given again to a request that is sent again with the same Idempotency-Key.
CREATE TABLE replay (
  account TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body {bytes} NOT NULL,
  at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  PRIMARY KEY (account, endpoint, key)
) {strict};
CREATE INDEX replay_expires_at ON replay (expires_at);

-- down
DROP TABLE replay;
