-- Files to be judged, and how far that is. A batch is 'waiting', 'running', 'done', 'cancelled', 'failed' or 'gone'; its files lie in a folder
-- of its name. `version` rises with every change that is told. The account is empty where nobody said who they are.
CREATE TABLE batch (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  request_key TEXT NOT NULL,
  digest TEXT NOT NULL,
  wish TEXT NOT NULL,
  bytes {bigint} NOT NULL,
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL,
  version {bigint} NOT NULL,
  progress TEXT NOT NULL,
  judged_with TEXT,
  verdict TEXT,
  error TEXT,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  expires_at TEXT
) {strict};
CREATE UNIQUE INDEX batch_request_key ON batch (account, request_key);
CREATE INDEX batch_account ON batch (account, id);
CREATE INDEX batch_state ON batch (state, expires_at);

-- down
DROP TABLE batch;
