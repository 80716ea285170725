package custody

import (
	"fmt"
	"slices"
)

// Ceremonies is how coins come out of cold storage: so many of those who hold
// its keys have to come together, and it takes them hours, if it succeeds. The
// zero value has nobody who could, and leaves it to the venue.
type Ceremonies struct {
	Holders []Signer `json:"holders,omitempty"`
	Quorum  int      `json:"quorum,omitempty"` // of the holders
	// Drawn are how ceremonies go, one after the other and over again.
	Drawn []Ceremony `json:"drawn,omitempty"`
	// PerDay is the most that begin within 24 hours; 0 is no limit.
	PerDay int `json:"per_day,omitempty"`
	// Hours is how many hours of staff one costs, all who come taken together.
	Hours uint32 `json:"hours,omitempty"`
}

// Ceremony is how one of them goes.
type Ceremony struct {
	Takes int64 `json:"takes"`           // nanoseconds from when all are there
	Fails bool  `json:"fails,omitempty"` // it ends without coins, and has to be held again
}

// Calendar is the ceremonies that were called so far.
type Calendar struct {
	begun []int64 // when, of the last few
	count int
	next  Appointment
}

// Appointment is one ceremony that was called.
type Appointment struct {
	Begins int64 // when all are there, virtual nanoseconds
	Ends   int64
	Fails  bool
}

// Call has the staff come at a time. Who is called while others are on their way
// already joins them; called is false then. While a ceremony goes on, the next
// one comes after it.
func (k *Calendar) Call(c *Ceremonies, at int64) (a Appointment, called bool) {
	if at < k.next.Begins {
		return k.next, false
	}
	from := max(at, k.next.Ends)
	if n := len(k.begun); c.PerDay > 0 && n >= c.PerDay {
		from = max(from, k.begun[n-c.PerDay]+day)
	}
	drawn := Ceremony{}
	if len(c.Drawn) > 0 {
		drawn = c.Drawn[k.count%len(c.Drawn)]
	}
	begins := signed(c.Holders, c.Quorum, len(c.Holders), from, uint64(k.count)*golden)
	k.count++
	k.next = Appointment{Begins: begins, Ends: begins + drawn.Takes, Fails: drawn.Fails}
	k.begun = append(k.begun, begins)
	if n := len(k.begun); n > c.PerDay {
		k.begun = slices.Delete(k.begun, 0, n-c.PerDay)
	}
	return k.next, true
}

func (c *Ceremonies) check() error {
	if c.Quorum < 0 || c.Quorum > len(c.Holders) || c.Quorum == 0 && len(c.Holders) > 0 || c.PerDay < 0 {
		return fmt.Errorf("ceremonies: %d of %d holders, %d a day, expected 1 to all of them, 0 a day or more", c.Quorum, len(c.Holders), c.PerDay)
	}
	for i := range c.Holders {
		if err := c.Holders[i].check(); err != nil {
			return fmt.Errorf("ceremonies: holder %d: %w", i+1, err)
		}
	}
	for i := range c.Drawn {
		if t := c.Drawn[i].Takes; t < 0 || t > longestAnswer {
			return fmt.Errorf("ceremonies: number %d takes %d, expected 0 to %d", i+1, t, int64(longestAnswer))
		}
	}
	return nil
}
