package defence

// idSet is a set of dense ids that remembers in which order they came.
type idSet struct {
	all  []uint32
	have []bool // by id
}

// add puts an id into the set; 0 is nobody's id.
func (s *idSet) add(id uint32) {
	if id == 0 || s.has(id) {
		return
	}
	for int(id) >= len(s.have) {
		s.have = append(s.have, make([]bool, len(s.have)+1024)...)
	}
	s.have[id] = true
	s.all = append(s.all, id)
}

func (s *idSet) has(id uint32) bool { return int(id) < len(s.have) && s.have[id] }
