package runs

import (
	"database/sql"
	"fmt"
)

// steps bring a store from one version of the schema to the next: the first
// makes an empty file version 1. A version that was released never changes.
var steps = [...]string{`
CREATE TABLE runs (
  key TEXT PRIMARY KEY,
  scenario TEXT NOT NULL, scenario_version INTEGER NOT NULL, scenario_digest TEXT NOT NULL,
  defence TEXT NOT NULL, defence_version TEXT NOT NULL, defence_digest TEXT NOT NULL,
  seed TEXT NOT NULL, salt TEXT NOT NULL, scale INTEGER NOT NULL, variation TEXT NOT NULL,
  lab TEXT NOT NULL, adaptation INTEGER NOT NULL,
  engine TEXT NOT NULL, tariff TEXT NOT NULL, attack_edition TEXT NOT NULL, aadapt_edition TEXT NOT NULL,
  attack INTEGER NOT NULL,
  score INTEGER NOT NULL, standing INTEGER, response INTEGER,
  loss INTEGER NOT NULL, undefended INTEGER NOT NULL, harm INTEGER NOT NULL, closed_day INTEGER NOT NULL,
  currency TEXT NOT NULL, decimals INTEGER NOT NULL,
  availability INTEGER NOT NULL, passed INTEGER NOT NULL, detected_after INTEGER,
  failure TEXT NOT NULL,
  wall_ms INTEGER NOT NULL, commands INTEGER NOT NULL,
  result TEXT
) WITHOUT ROWID, STRICT;
CREATE INDEX runs_by_pair ON runs (scenario, defence);
`, `
ALTER TABLE runs ADD COLUMN adoption INTEGER NOT NULL DEFAULT 0;
`}

// Version is the newest version of the schema that this program knows.
const Version = len(steps)

// VersionError says that a store was written by a newer program.
type VersionError struct {
	Path  string
	Found int
}

// Error says which versions are known and what to do.
func (e *VersionError) Error() string {
	return fmt.Sprintf("%s: a run store of schema version %d, expected at most %d: use the exdrill that wrote it, or a newer one", e.Path, e.Found, Version)
}

// migrate brings a store to the newest version, one step and one transaction
// at a time.
func migrate(db *sql.DB, path string) error {
	var at int
	if err := db.QueryRow("PRAGMA user_version").Scan(&at); err != nil {
		return err
	}
	if at > Version {
		return &VersionError{path, at}
	}
	for ; at < Version; at++ {
		if err := step(db, at); err != nil {
			return fmt.Errorf("from schema version %d to %d: %w", at, at+1, err)
		}
	}
	return nil
}

func step(db *sql.DB, from int) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	if _, err := tx.Exec(steps[from]); err != nil {
		return err
	}
	if _, err := tx.Exec(fmt.Sprintf("PRAGMA user_version = %d", from+1)); err != nil {
		return err
	}
	return tx.Commit()
}
