package score

// containment says when the thief was stopped: when the defence first stood in
// his way after the last command of his that took something for good, be it by
// an action or by refusing him something; where he never took anything, with
// his first action. He was stopped only if he took less than from the
// undefended venue, and was done sooner.
func containment(t, undefended *Tally, detected Instant) Containment {
	c := Containment{AttemptsRefused: t.Thief.Stopped, Actions: t.Actions}
	stopped := t.Thief.LastMove < undefended.Thief.LastMove && t.Net() < undefended.Net()
	if t.Thief.FirstSeen == 0 || !stopped {
		return c
	}
	at := t.Thief.FirstSeen
	if t.Thief.LastMove != 0 {
		at = max(t.Thief.Answered, t.Thief.LastMove)
	}
	c.ContainedAt = Instant(at)
	if detected != 0 {
		after := Elapsed(at) - Elapsed(detected)
		c.SecondsAfterDetection = &after
	}
	return c
}
