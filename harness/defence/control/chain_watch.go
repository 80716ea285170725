package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// ChainWatch reads the node, or has a service read it, and looks for a record of
// the venue's own of every spend from its addresses. What the wallet server
// signed and what goes from one address of the venue's to another it knows; what
// somebody pays by hand out of the house's funds it knows when that is written
// down, which may be hours later.
//
// It reports, and stops nothing. What the node reports comes with it, as fast
// as the watch is, where the venue did not listen to its node before.
type ChainWatch struct {
	After time.Duration // the block, a minute or more
	Hops  int           // how often what such a spend paid is followed on; 0 for not at all
}

// quickest is the least time in which a watch can look for a record: sooner the
// venue's own would not have come in, and every pay-out would be an alarm.
const quickest = time.Minute

// Info describes the control.
func (ChainWatch) Info() Info {
	return Info{
		ID: reject.ChainWatch, Name: "chain_watch",
		Summary: "every spend from the venue's addresses is held against its own records, and told of where there is none",
		Stops: "nothing: it shows a monitor what left without the venue's hand, and with hops where it goes from there, so that other " +
			"exchanges can be asked to freeze it",
		Costs: "honest customers, nothing by itself; the venue a programmer or a subscription, which owners of feeds price as they like (S171; " +
			"5,000 dollars a month, 1,000 to 20,000, is synthetic, and the tariff's row feed), and somebody who looks at every alarm: those over " +
			"payments of the house that nobody has written down are false, one in a few days. With hops what their payees do with the money is " +
			"told of, too; hops are the work of services that trace coins, which costs as much again (synthetic: they publish no prices)",
		Parameters: []Parameter{
			{
				Name: "after", Type: "duration", Default: "3m", Range: "1m or more",
				Real: "a response within a minute is advised for transactions that nobody authorised", Source: "S170",
			},
			{
				Name: "hops", Type: "number", Default: "0", Range: "0 to 10",
				Real: "the NEM Foundation followed Coincheck's XEM from address to address for seven weeks", Source: "S63",
			},
		},
		WouldHaveChanged: []string{
			"Coincheck, January 2018: told at 00:06, after 100 to 200 of 526 million XEM and before the rest",
			"Zaif, September 2018: told within minutes and not on the third day; the Bitcoin went in one transaction",
			"HTX, September 2023: noticed after the coins had moved on (S172)",
		},
	}
}

// Parse reads after and hops.
func (ChainWatch) Parse(p *param.Values) Control {
	return ChainWatch{After: p.DurationFrom("after", quickest), Hops: p.Number("hops", 0, custody.MostHops)}
}

// Apply puts the watch in force.
func (c ChainWatch) Apply(s *mockexchange.Settings) {
	s.Custody.ChainWatch = custody.ChainWatch{On: true, After: int64(c.After), Hops: uint32(c.Hops)}
}
