package custody

// RefuseUpgrades has the devices of those who sign for cold storage refuse what
// gives a wallet new owners. For new owners that staff asked for the rule is lifted
// that one time, and then each device signs whatever it is handed. The zero value
// refuses nothing.
type RefuseUpgrades struct {
	On bool `json:"on,omitempty"`
}

// Lifted is when the rule is lifted for staff that asks for it at a time, and after
// how many ceremonies. A rule that one person could lift from his desk would keep
// nobody out, so that those come together for it who hold the keys of cold storage,
// and again where it fails; an even number of 64 bits says which they are. At a
// venue that knows nobody who would come it is lifted at once.
func (c *Ceremonies) Lifted(at int64, even uint64) (when int64, held uint32) {
	if c.Quorum == 0 {
		return at, 0
	}
	calendar := Calendar{count: int(even >> 33)}
	for {
		a, _ := calendar.Call(c, at)
		at, held = a.Ends, held+1
		if !a.Fails || int(held) > len(c.Drawn) {
			return at, held
		}
	}
}
