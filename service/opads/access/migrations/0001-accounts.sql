-- Who hands in, oversees and administers. Roles are parted by spaces, in the order of the alphabet. What an issuer of bearer tokens
-- knows the account by is its address and the value of a claim.
CREATE TABLE account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  sandbox INTEGER NOT NULL,
  issuer TEXT,
  subject TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  suspended_at TEXT
) {strict};
CREATE UNIQUE INDEX account_name ON account (name);
CREATE UNIQUE INDEX account_subject ON account (issuer, subject);

-- Keys of accounts. Of the secret there is its SHA-256 alone. A key ends at expires_at or revoked_at, whichever is first; used_at is
-- written at most once an hour.
CREATE TABLE api_key (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES account (id),
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  scopes TEXT NOT NULL,
  sandbox INTEGER NOT NULL,
  follows TEXT REFERENCES api_key (id),
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  used_at TEXT
) {strict};
CREATE INDEX api_key_account ON api_key (account, id);

-- down
DROP TABLE api_key;
DROP TABLE account;
