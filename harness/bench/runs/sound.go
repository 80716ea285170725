package runs

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Sound says what is wrong with the file itself, whatever its rows say: damage
// that SQLite finds, and tables that are others than this program makes. A
// stranger's file may have a view in the place of a table, which shows each reader
// something else, or a table that takes the same run twice.
func (s *Store) Sound() error {
	var verdict string
	if err := s.db.QueryRow("PRAGMA integrity_check(1)").Scan(&verdict); err != nil {
		return s.explain(err)
	}
	if verdict != "ok" {
		return fmt.Errorf("%s: a damaged run store: %s", s.path, verdict)
	}
	have, err := tables(s.db)
	if err != nil {
		return s.explain(err)
	}
	fresh, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return s.explain(err)
	}
	defer fresh.Close()
	fresh.SetMaxOpenConns(1) // every connection would have a memory of its own
	if err := migrate(fresh, "a new store"); err != nil {
		return s.explain(err)
	}
	want, err := tables(fresh)
	if err == nil && !slices.Equal(have, want) {
		err = errors.New("its tables are not those of a run store: somebody changed them")
	}
	if err != nil {
		return s.explain(err)
	}
	return nil
}

// tables lists what a database has, with the words that made it; but not what
// SQLite keeps there for itself.
func tables(db *sql.DB) (list []string, err error) {
	found, err := db.Query("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var one string
		if err := found.Scan(&one); err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, found.Err()
}
