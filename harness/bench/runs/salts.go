package runs

import (
	"database/sql"
	"fmt"

	"github.com/exdrill/exdrill/harness/sim"
)

// Announce notes the commitments of salts before any run is made with them. One
// that is there already is left as it is.
func (s *Store) Announce(salts ...sim.Salt) error {
	for _, salt := range salts {
		if salt.IsNone() {
			continue
		}
		if _, err := s.db.Exec("INSERT OR IGNORE INTO salts (commitment) VALUES (?)", salt.Commitment()); err != nil {
			return s.explain(err)
		}
	}
	return nil
}

// Reveal writes salts into the store, all of them or none. The error names one
// that no run there was made with.
func (s *Store) Reveal(salts ...sim.Salt) error {
	tx, err := s.db.Begin()
	if err != nil {
		return s.explain(err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	for _, salt := range salts {
		done, err := tx.Exec("UPDATE salts SET salt = ? WHERE commitment = ?", salt.Reveal(), salt.Commitment())
		if err != nil {
			return s.explain(err)
		}
		if n, err := done.RowsAffected(); err != nil || n != 1 {
			return fmt.Errorf("%s: no run was made with the salt of the commitment %s", s.path, salt)
		}
	}
	return s.explained(tx.Commit())
}

// Salts are those of the store's runs, in the order of their commitments. One
// that was not revealed is sealed. The error names one that is not what its
// commitment says.
func (s *Store) Salts() (list []sim.Salt, err error) {
	found, err := s.db.Query("SELECT commitment, salt FROM salts ORDER BY commitment")
	if err != nil {
		return nil, s.explain(err)
	}
	defer found.Close()
	for found.Next() {
		var commitment string
		var digits sql.NullString
		if err := found.Scan(&commitment, &digits); err != nil {
			return nil, s.explain(err)
		}
		salt, err := opened(commitment, digits)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.path, err)
		}
		list = append(list, salt)
	}
	return list, s.explained(found.Err())
}

// opened is a salt as far as it was revealed.
func opened(commitment string, digits sql.NullString) (sim.Salt, error) {
	if !digits.Valid {
		return sim.SealedSalt(commitment)
	}
	return sim.OpenSalt(commitment, digits.String)
}

func (s *Store) explained(err error) error {
	if err == nil {
		return nil
	}
	return s.explain(err)
}

// MergeSalts takes over what another store knows of salts.
func (s *Store) MergeSalts(other *Store) error {
	list, err := other.Salts()
	if err != nil {
		return err
	}
	for _, salt := range list {
		if err := s.Announce(salt); err != nil {
			return err
		}
		if salt.IsSealed() {
			continue
		}
		if err := s.Reveal(salt); err != nil {
			return err
		}
	}
	return nil
}
