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

// Path is the file.
func (s *Store) Path() string { return s.path }

// Close lets go of the file.
func (s *Store) Close() error { return s.db.Close() }
