-- Work for later, written in the transaction that causes it. A job is 'waiting', 'running', 'done' or 'given-up'.
CREATE TABLE job (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  sole TEXT,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  run_at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  most INTEGER NOT NULL,
  holder TEXT,
  lease_until TEXT,
  fence {bigint} NOT NULL,
  error TEXT,
  created_at TEXT NOT NULL,
  done_at TEXT
) {strict};
CREATE INDEX job_due ON job (state, kind, run_at);
CREATE INDEX job_subject ON job (subject);
CREATE UNIQUE INDEX job_sole ON job (kind, sole) WHERE state IN ('waiting', 'running');

-- down
DROP TABLE job;
