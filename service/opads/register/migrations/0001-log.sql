-- Bytes by their SHA-256: documents as they were handed in, canonical disclosures and reports (RFC 8785).
CREATE TABLE content (
  sha256 TEXT PRIMARY KEY,
  bytes {bytes} NOT NULL,
  size {bigint} NOT NULL
) {strict};

-- What was handed in and accepted, document by document, with the receipt that was given.
CREATE TABLE submission (
  id TEXT PRIMARY KEY,
  chain TEXT NOT NULL,
  account TEXT NOT NULL,
  received_at TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES content (sha256),
  media_type TEXT NOT NULL,
  format TEXT NOT NULL,
  carrier TEXT NOT NULL,
  verdict TEXT NOT NULL,
  report TEXT NOT NULL REFERENCES content (sha256),
  outcomes TEXT NOT NULL DEFAULT '[]',
  receipt TEXT NOT NULL
) {strict};
CREATE INDEX submission_account ON submission (account, chain, id);

-- The log. A chain is 'public' or 'sandbox'; sequences begin with 1 and have no gaps. The hash is over all other columns.
-- Moments ('at') never go back within a chain, whatever the clock does; the order is that of the sequences.
CREATE TABLE entry (
  chain TEXT NOT NULL,
  sequence {bigint} NOT NULL,
  kind TEXT NOT NULL,
  disclosure TEXT NOT NULL,
  version INTEGER NOT NULL,
  account TEXT NOT NULL,
  publisher_id TEXT,
  submission TEXT REFERENCES submission (id),
  record INTEGER,
  document TEXT,
  canonical TEXT REFERENCES content (sha256),
  format TEXT,
  verdict TEXT,
  report TEXT,
  reason TEXT,
  at TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (chain, sequence)
) {strict};
CREATE INDEX entry_disclosure ON entry (disclosure, sequence);

-- The end of each chain; whoever appends holds this row.
CREATE TABLE head (
  chain TEXT PRIMARY KEY,
  sequence {bigint} NOT NULL,
  hash TEXT NOT NULL,
  at TEXT NOT NULL DEFAULT ''
) {strict};
INSERT INTO head (chain, sequence, hash) VALUES ('public', 0, ''), ('sandbox', 0, '');

-- Each disclosure as it stands by the log, from which it can be made anew.
CREATE TABLE disclosure (
  id TEXT PRIMARY KEY,
  chain TEXT NOT NULL,
  account TEXT NOT NULL,
  publisher_id TEXT,
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  sequence {bigint} NOT NULL,
  format TEXT NOT NULL,
  canonical TEXT NOT NULL REFERENCES content (sha256),
  first_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX disclosure_publisher_id ON disclosure (chain, account, publisher_id);

-- What was done to a disclosure besides handing in versions of it, with the receipt that was given.
CREATE TABLE step (
  id TEXT PRIMARY KEY,
  chain TEXT NOT NULL,
  sequence {bigint} NOT NULL,
  disclosure TEXT NOT NULL,
  account TEXT NOT NULL,
  received_at TEXT NOT NULL,
  receipt TEXT NOT NULL
) {strict};
CREATE INDEX step_disclosure ON step (disclosure, sequence);

-- down
DROP TABLE step;
DROP TABLE disclosure;
DROP TABLE head;
DROP TABLE entry;
DROP TABLE submission;
DROP TABLE content;
