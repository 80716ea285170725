package custody

// ManualApproval makes withdrawals above a value wait until a quorum of the
// staff has looked at them, one after the other, within opening hours. The zero
// value asks nobody. The staff approves what nobody rejects meanwhile.
type ManualApproval struct {
	Above  int64 `json:"above,omitempty"`  // base units of the reference currency
	Quorum int   `json:"quorum,omitempty"` // how many people
	Takes  int64 `json:"takes,omitempty"`  // nanoseconds that each of them needs
	// Opens and Closes are nanoseconds since midnight UTC; equal ones mean that
	// somebody is there around the clock.
	Opens  int64 `json:"opens,omitempty"`
	Closes int64 `json:"closes,omitempty"`
}

// Hours is for how long a day the staff is there, in nanoseconds.
func (m *ManualApproval) Hours() int64 {
	switch open := m.Closes - m.Opens; {
	case open == 0:
		return day
	case open < 0:
		return open + day
	default:
		return open
	}
}

// approvedAt is when the quorum has approved what it gets to see now.
func (m *ManualApproval) approvedAt(now int64) int64 {
	left, open := int64(m.Quorum)*m.Takes, m.Hours()
	if open == day {
		return now + left
	}
	for opens := now - now%day - day + m.Opens; ; opens += day {
		from := max(now, opens)
		room := opens + open - from
		if room > 0 && left <= room {
			return from + left
		}
		left -= max(room, 0)
	}
}
