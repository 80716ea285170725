package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// attestation is what comes of comparing the code that runs with the code that
// was reviewed.
type attestation struct {
	nextCheck int64  // when they are compared next
	told      uint64 // the digest whose difference was told of last
	looked    int64  // when somebody will have looked at it, 0 for nobody who does
}

// attest has the host of the risk engine say what runs there, and somebody look
// where that is not what was reviewed: a release whose second build is late, or
// code that nobody reviewed, which he replaces. It reports whether pay-outs wait
// for him.
func (e *Exchange) attest(now int64, c *Command) (waits bool) {
	a, p := &e.genesis.Settings.Custody.CodeAttestation, &e.approval
	if !a.On {
		return false
	}
	if p.due != 0 && p.due <= now {
		p.reviewed, p.due = p.next, 0
	}
	if p.looked != 0 && p.looked <= now {
		p.looked = 0
		if p.mark != 0 && int64(p.told%money.Whole) >= e.genesis.Settings.Custody.CodeOverlooked {
			e.restore(now, c, reject.CodeAttestation)
		}
	}
	if now >= p.nextCheck {
		p.nextCheck = now + a.Every
		e.compareCode(now, c)
	}
	return a.Stop && p.looked != 0
}

// compareCode tells of a difference, once for each digest.
func (e *Exchange) compareCode(now int64, c *Command) {
	p := &e.approval
	if p.running == p.reviewed || p.running == p.told {
		return
	}
	p.told, p.looked = p.running, now+e.genesis.Settings.Custody.CodeAttestation.Look
	ev := e.log(now, CodeDiffers, c)
	ev.Asset, ev.Control, ev.Count = 0, reject.CodeAttestation, staffHours
	ev.Label = RiskEngine + " runs " + digestText(p.running) + ", reviewed " + digestText(p.reviewed)
}

// staffHours is what it takes to look into a difference, in hours of staff: two
// people for an hour; synthetic, 1 to 8.
const staffHours = 2
