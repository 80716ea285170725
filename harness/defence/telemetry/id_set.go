package telemetry

// IDSet is a set of dense ids that remembers in which order they came.
type IDSet struct {
	All  []uint32
	have []bool // by id
}

// Add puts an id into the set; 0 is nobody's id.
func (s *IDSet) Add(id uint32) {
	if id == 0 || s.Has(id) {
		return
	}
	for int(id) >= len(s.have) {
		s.have = append(s.have, make([]bool, len(s.have)+1024)...)
	}
	s.have[id] = true
	s.All = append(s.All, id)
}

func (s *IDSet) Has(id uint32) bool { return int(id) < len(s.have) && s.have[id] }
