package runs

import "encoding/json"

// Note notes the command that writes into the store, once.
func (s *Store) Note(command []string) error {
	text, err := json.Marshal(command)
	if err != nil {
		return err
	}
	if _, err := s.db.Exec("INSERT OR IGNORE INTO commands (command) VALUES (?)", string(text)); err != nil {
		return s.explain(err)
	}
	return nil
}

// Commands are those that wrote into the store, in the order in which they first
// did. What an earlier version of exdrill wrote has none.
func (s *Store) Commands() (list [][]string, err error) {
	found, err := s.db.Query("SELECT command FROM commands ORDER BY n")
	if err != nil {
		return nil, s.explain(err)
	}
	defer found.Close()
	for found.Next() {
		var text string
		var words []string
		if err = found.Scan(&text); err == nil {
			err = json.Unmarshal([]byte(text), &words)
		}
		if err != nil {
			return nil, s.explain(err)
		}
		list = append(list, words)
	}
	return list, s.explained(found.Err())
}

// MergeCommands takes over the commands of another store.
func (s *Store) MergeCommands(other *Store) error {
	list, err := other.Commands()
	for _, words := range list {
		if err == nil {
			err = s.Note(words)
		}
	}
	return err
}
