-- One row that is written by who asks whether anything can be; nobody reads it.
CREATE TABLE probe (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL
) {strict};

-- down
DROP TABLE probe;
