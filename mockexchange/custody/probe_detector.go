package custody

// ProbeDetector holds a withdrawal to an address that somebody paid dust shortly
// before, for the first time, if it is worth many times as much: whoever steals
// tries the way first. So do careful customers. The zero value holds none.
type ProbeDetector struct {
	Dust   int64 `json:"dust,omitempty"`   // at most this is dust: base units of the reference currency
	Times  int64 `json:"times,omitempty"`  // how many times the dust's value is suspect
	Window int64 `json:"window,omitempty"` // nanoseconds since the dust
	Hold   int64 `json:"hold,omitempty"`   // nanoseconds
}

// probe is the dust that an address was to get.
type probe struct{ at, value int64 }

// probeHold says until when a withdrawal waits because it follows a probe, 0 for
// not at all, and remembers it if it is one itself.
func (q *WithdrawalQueue) probeHold(now int64, w *Withdrawal) int64 {
	p := &q.policy.ProbeDetector
	if p.Hold == 0 {
		return 0
	}
	last, seen := q.probes[w.To]
	if seen && now-last.at <= p.Window && w.Value/max(p.Times, 1) >= max(last.value, 1) {
		return now + p.Hold
	}
	if w.First && w.Value <= p.Dust && (!seen || now-last.at > p.Window) {
		q.probes[w.To] = probe{now, w.Value}
	}
	return 0
}
