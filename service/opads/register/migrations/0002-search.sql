-- What each disclosure can be found by, made with it in one transaction, and made anew from it at any time (opads.register.reading).
CREATE TABLE search_row (
  disclosure TEXT PRIMARY KEY,
  summary TEXT NOT NULL,
  tables TEXT NOT NULL
) {strict};

-- Words and keys are compared byte by byte, whatever the language of the database.
-- sqlite
CREATE TABLE search_word (
  field TEXT NOT NULL,
  word TEXT NOT NULL,
  disclosure TEXT NOT NULL,
  PRIMARY KEY (field, word, disclosure)
) STRICT, WITHOUT ROWID;
-- postgresql
CREATE TABLE search_word (
  field TEXT NOT NULL,
  word TEXT COLLATE "C" NOT NULL,
  disclosure TEXT NOT NULL,
  PRIMARY KEY (field, word, disclosure)
);
CREATE INDEX search_word_disclosure ON search_word (disclosure);

CREATE TABLE search_code (
  field TEXT NOT NULL,
  code TEXT NOT NULL,
  disclosure TEXT NOT NULL,
  PRIMARY KEY (field, code, disclosure)
) {strict};
CREATE INDEX search_code_disclosure ON search_code (disclosure);

-- Lower and upper are keys that sort as the exact numbers do (opads.register.reading.numbers).
-- sqlite
CREATE TABLE search_amount (
  disclosure TEXT NOT NULL,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  lower_key TEXT NOT NULL,
  upper_key TEXT NOT NULL
) STRICT;
-- postgresql
CREATE TABLE search_amount (
  disclosure TEXT NOT NULL,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  lower_key TEXT COLLATE "C" NOT NULL,
  upper_key TEXT COLLATE "C" NOT NULL
);
CREATE INDEX search_amount_lower ON search_amount (currency, lower_key);
CREATE INDEX search_amount_disclosure ON search_amount (disclosure);

-- Days; an open end is before or behind all days.
CREATE TABLE search_period (
  disclosure TEXT NOT NULL,
  kind TEXT NOT NULL,
  start_on TEXT NOT NULL,
  end_on TEXT NOT NULL
) {strict};
CREATE INDEX search_period_start ON search_period (start_on);
CREATE INDEX search_period_disclosure ON search_period (disclosure);

CREATE INDEX disclosure_first ON disclosure (chain, first_at, id);

-- down
DROP INDEX disclosure_first;
DROP TABLE search_period;
DROP TABLE search_amount;
DROP TABLE search_code;
DROP TABLE search_word;
DROP TABLE search_row;
