package scenarios

// Load reads a scenario that ships with this package, by its id.
func Load(id string) (*Scenario, error) { return nil, nil }

// LoadDir reads a scenario from a folder, whose name must be its id.
func LoadDir(path string) (*Scenario, error) { return nil, nil }

// LoadFile reads a scenario from a single file, with whatever documents lie
// beside it.
func LoadFile(path string) (*Scenario, error) { return nil, nil }

// Open reads a scenario that is named by its id or by the path of its folder
// or file.
func Open(nameOrPath string) (*Scenario, error) { return nil, nil }

// Entry is one line of List.
type Entry struct {
	ID      string
	Title   Bilingual
	Version int
	Summary Bilingual
}

// List gives the scenarios that ship with this package, by id. It reads only
// the head of each file.
func List() ([]Entry, error) { return nil, nil }
