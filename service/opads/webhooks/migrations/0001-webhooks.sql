-- Addresses that are told what happens. What 'reach' is 'own' for is what the account itself handed in; 'all' is for those who oversee.
CREATE TABLE webhook (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL,
  chain TEXT NOT NULL,
  reach TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  created_at TEXT NOT NULL,
  delivered_at TEXT,
  failing_since TEXT,
  last_error TEXT,
  disabled_at TEXT
) {strict};
CREATE UNIQUE INDEX webhook_url ON webhook (account, chain, url);
CREATE INDEX webhook_chain ON webhook (chain, reach, account);

-- down
DROP TABLE webhook;
