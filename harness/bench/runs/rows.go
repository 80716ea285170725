package runs

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
)

const columns = "key, scenario, scenario_version, scenario_digest, defence, defence_version, defence_digest, " +
	"seed, salt, scale, variation, lab, adaptation, engine, tariff, attack_edition, aadapt_edition, attack, " +
	"score, standing, response, loss, undefended, harm, closed_day, currency, decimals, availability, passed, " +
	"detected_after, failure, wall_ms, commands, result, adoption, unconfined"

// Put keeps a run. One that is there already is left as it is: it has the same
// result, because its key says all that determines it. But where the defence ended
// the one that is there, the new one takes its place: what it failed by may be an
// interpreter that is installed by now.
func (s *Store) Put(r *Row) error {
	var result sql.NullString
	if r.Result != nil {
		text, err := json.Marshal(r.Result)
		if err != nil {
			return err
		}
		result = sql.NullString{String: string(text), Valid: true}
	}
	key, seed := r.Key(), strconv.FormatUint(r.Seed, 10)
	marks := strings.Repeat(", ?", strings.Count(columns, ","))
	if _, err := s.db.Exec("INSERT OR REPLACE INTO runs ("+columns+") SELECT ?"+marks+" WHERE NOT EXISTS (SELECT 1 FROM runs WHERE key = ? AND failure = '')",
		append(r.fields(&key, &seed, &result), key)...); err != nil {
		return s.explain(err)
	}
	return nil
}

// fields are where a row has what the columns hold, in their order.
func (r *Row) fields(key, seed *string, result *sql.NullString) []any {
	return []any{
		key, &r.Scenario, &r.ScenarioVersion, &r.ScenarioDigest, &r.Defence, &r.DefenceVersion, &r.DefenceDigest,
		seed, &r.Salt, &r.Scale, &r.Variation, &r.Lab, &r.Adaptation,
		&r.Engine, &r.Tariff, &r.Taxonomy.ATTACK, &r.Taxonomy.AADAPT, &r.Attack,
		&r.Score, &r.Standing, &r.Response, &r.Loss, &r.Undefended, &r.Harm, &r.ClosedDay, &r.Currency, &r.Decimals,
		&r.Availability, &r.Passed, &r.DetectedAfter, &r.Failure, &r.WallMS, &r.Commands, result, &r.Adoption, &r.Unconfined,
	}
}

// Has reports whether a run of that key is kept that came to its end.
func (s *Store) Has(key string) (bool, error) {
	var one int
	err := s.db.QueryRow("SELECT 1 FROM runs WHERE key = ? AND failure = ''", key).Scan(&one)
	switch {
	case err == sql.ErrNoRows:
		return false, nil
	case err != nil:
		return false, s.explain(err)
	}
	return true, nil
}

// All lists the runs in a fixed order: by scenario, defence, adaptation,
// variation, salt and seed, then by key. withResults reads their JSON, too.
func (s *Store) All(withResults bool) ([]*Row, error) {
	found, err := s.db.Query("SELECT " + columns + " FROM runs")
	if err != nil {
		return nil, s.explain(err)
	}
	defer found.Close()
	var list []*Row
	for found.Next() {
		r, err := scan(found, withResults)
		if err != nil {
			return nil, s.explain(err)
		}
		list = append(list, r)
	}
	if err := found.Err(); err != nil {
		return nil, s.explain(err)
	}
	slices.SortFunc(list, Compare)
	return list, nil
}

// Compare is the order of All.
func Compare(a, b *Row) int {
	return cmp.Or(
		cmp.Compare(a.Scenario, b.Scenario), cmp.Compare(a.Defence, b.Defence), cmp.Compare(a.Adaptation, b.Adaptation),
		cmp.Compare(a.Adoption, b.Adoption), cmp.Compare(a.Variation, b.Variation), cmp.Compare(a.Salt, b.Salt), cmp.Compare(a.Seed, b.Seed), cmp.Compare(a.Key(), b.Key()))
}

func scan(found *sql.Rows, withResult bool) (*Row, error) {
	r := &Row{}
	var key, seed string
	var result sql.NullString
	err := found.Scan(r.fields(&key, &seed, &result)...)
	if err != nil {
		return nil, err
	}
	if r.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return nil, fmt.Errorf("run %s: %w", key, err)
	}
	if r.Key() != key {
		return nil, fmt.Errorf("run %s: its columns belong to the key %s, so that somebody changed it", key, r.Key())
	}
	if withResult && result.Valid {
		r.Result = &score.Result{}
		if err := json.Unmarshal([]byte(result.String), r.Result); err != nil {
			return nil, fmt.Errorf("run %s: %w", key, err)
		}
	}
	return r, nil
}
