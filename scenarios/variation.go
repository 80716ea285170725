package scenarios

import "time"

// Variation bounds what a perturbed run redraws. Shares are to both sides.
type Variation struct {
	Calendar  bool     `key:"calendar"`                   // begins in any second of ten years
	Earlier   Duration `key:"earlier"`                    // what happens comes earlier within the clock, at most
	Later     Duration `key:"later"`                      // or later, at most
	Counts    Share    `key:"counts"`                     // of each count
	Amounts   Share    `key:"amounts"`                    // of each amount
	Size      Ratio    `key:"size" check:"positive"`      // all that there is to steal: at most so many times as much, or that part of it; 100 % for as much
	KeyDates  Number   `key:"key_dates" check:"most=366"` // days
	Markets   bool     `key:"markets"`                    // number and order of coins and markets, prices, ticks, steps, fees and books
	Names     bool     `key:"names"`                      // of venue and assets
	Addresses bool     `key:"addresses"`                  // of callers and on chains
	Order     bool     `key:"order"`                      // of victims, steps and transfers
	NoAttack  Share    `key:"no_attack"`                  // chance that no attack comes at all
	Machines  *Share   `key:"machines,optional"`          // chance that whoever holds a wallet server holds the machines that sign beside it, too

	// How the attacker works; one of each is drawn.
	Discipline []Discipline `key:"discipline,optional" check:"unique=discipline"`
	Patience   []Patience   `key:"patience,optional" check:"unique=patience"`
	Greed      []Greed      `key:"greed,optional" check:"unique=greed"`

	// Of a thief who has people sign for cold storage what they are not shown: the
	// chance that he holds the host as well on which they would decode it, and where he
	// does not, the chance that what they sign pays him, and gives the wallet no owners.
	Decoder  *Share `key:"decoder,optional"`
	Payments *Share `key:"payments,optional"`
}

// variation checks that whatever is moved stays within the clock.
func (c *checker) variation() {
	v, clock := &c.s.Variation, &c.s.Clock
	c.manners()
	if v.Size.PPM < 1_000_000 && v.Size.Pos.Line > 0 {
		c.complain(v.Size.Pos, "size is "+percent(v.Size.PPM), "100 % or more", "")
	}
	if c.s.Campaign == nil || !clock.sound() {
		return
	}
	onset := c.s.Campaign.Onset
	if onset.Earliest.Pos.Line == 0 || onset.Latest.Pos.Line == 0 {
		return
	}
	for _, bound := range []struct {
		name string
		is   Duration
		room time.Duration
	}{{"earlier", v.Earlier, time.Duration(onset.Earliest.Unix - clock.Start.Unix)}, {"later", v.Later, time.Duration(clock.End.Unix - onset.Latest.Unix)}} {
		if bound.is.Value > bound.room && bound.is.Pos.Line > 0 {
			c.complain(bound.is.Pos, bound.name+" is "+bound.is.Value.String(), "at most "+bound.room.String()+", so that the attack begins within the clock", "")
		}
	}
}
