// Package runs is the run store of benchmarks: scored runs in one SQLite file,
// each under a key that says all that determined it, so that no run is ever
// made twice and none is mistaken for another.
//
// The table runs has one row a run. Money is an integer in base units of the
// row's currency, scores are hundredths of a point, shares parts per million,
// times virtual nanoseconds. Seeds are texts, because they use all 64 bits.
//
//	key                SHA-256 of everything that determines the run
//	scenario, scenario_version, scenario_digest
//	defence, defence_version, defence_digest
//	seed, salt, scale, variation, lab, adaptation
//	engine, tariff, attack_edition, aadapt_edition
//	attack             1 if a thief came, 0 for a control run
//	score, standing, response      whole defence, posture alone, monitor alone
//	loss, undefended, harm, closed_day, currency, decimals
//	availability, passed, detected_after (null if never)
//	failure            why the defence ended the run; empty if it did not
//	wall_ms, commands
//	adoption           of voluntary controls, times the scenario's; 0 for as many
//	unconfined         why nothing kept the defence from looking around
//	result             the run's JSON as `exdrill run --format json` prints it
//
// The column salt is the commitment of the run's salt, empty for none. The salt
// itself is secret, and in no row. The table salts has a row a salt from the
// first run on:
//
//	commitment
//	salt               hexadecimal digits; null until it is revealed
//
// The table commands has every command that wrote into the store, in the order in
// which they first did:
//
//	n
//	command            a JSON list of words, as for a shell, with salts sealed
//
// PRAGMA user_version is the version of the schema.
package runs

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite" // also registers the driver
	sqlite3 "modernc.org/sqlite/lib"
)

// Store is a file of scored runs, open for one writer.
type Store struct {
	path string
	db   *sql.DB
}

// ErrBusy means that another program has the store open for writing.
var ErrBusy = errors.New("another exdrill is writing to it")

// Open opens a store for writing, and makes the file if there is none. Every
// Put is on the disk when it returns. The error is a *VersionError for a store
// of a newer program, and ErrBusy while somebody else writes.
func Open(path string) (*Store, error) {
	return open(path, "rwc", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA synchronous = FULL", "BEGIN EXCLUSIVE", "COMMIT")
}

// Read opens a store that is there for reading only.
func Read(path string) (*Store, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("%s: no such file, expected a run store that `exdrill bench` wrote", path)
	}
	return open(path, "ro")
}

func open(path, mode string, first ...string) (*Store, error) {
	address := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: "mode=" + mode}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	s := &Store{path: path, db: db}
	for _, command := range first {
		if _, err := db.Exec(command); err != nil {
			db.Close()
			return nil, s.explain(err)
		}
	}
	if err := s.ready(mode); err != nil {
		db.Close()
		return nil, s.explain(err)
	}
	return s, nil
}

// ready sees that the schema is the newest. A reader changes nothing, so that
// he reads old stores only as far as they are like new ones.
func (s *Store) ready(mode string) error {
	if mode != "ro" {
		return migrate(s.db, s.path)
	}
	var at int
	if err := s.db.QueryRow("PRAGMA user_version").Scan(&at); err != nil {
		return err
	}
	switch {
	case at > Version:
		return &VersionError{s.path, at}
	case at < Version:
		return fmt.Errorf("a run store of schema version %d, expected %d: any `exdrill bench --store` on it brings it up to date", at, Version)
	}
	return nil
}

// explain puts the driver's words into the store's.
func (s *Store) explain(err error) error {
	var version *VersionError
	if errors.As(err, &version) {
		return err
	}
	var fault *sqlite.Error
	if errors.As(err, &fault) {
		switch fault.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			err = ErrBusy
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			err = errors.New("not a run store, or a damaged one")
		case sqlite3.SQLITE_CANTOPEN:
			err = errors.New("cannot be opened, expected a file in a folder that is there")
		}
	}
	if strings.HasPrefix(err.Error(), s.path) {
		return err
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// Close lets go of the file.
func (s *Store) Close() error { return s.db.Close() }

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
`, `
CREATE TABLE salts (commitment TEXT PRIMARY KEY, salt TEXT) WITHOUT ROWID, STRICT;
`, `
ALTER TABLE runs ADD COLUMN unconfined TEXT NOT NULL DEFAULT '';
`, `
CREATE TABLE commands (n INTEGER PRIMARY KEY, command TEXT NOT NULL UNIQUE) STRICT;
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
