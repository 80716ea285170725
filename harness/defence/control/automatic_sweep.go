package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// AutomaticSweep is the automatic sweep: it sends what is left of a hot wallet
// to cold storage when the venue has no record of a spend from it. It looks for
// one a while after the block, as a ChainWatch does, and errs like one.
//
// It saves what the thief's later blocks would have taken. A thief who takes all
// at once leaves nothing to sweep, and a payment of the house that nobody has
// written down yet empties the wallets too.
type AutomaticSweep struct {
	Everything  bool          // all hot wallets, not only the one that was spent from
	RotateAfter time.Duration // above 0
	After       time.Duration // the block, a minute or more
}

// Info describes the control.
func (AutomaticSweep) Info() Info {
	return Info{
		ID: reject.AutomaticSweep, Name: "automatic_sweep",
		Summary: "upon a spend of which the venue has no record, the rest goes to cold storage and stays until the staff has rotated the key",
		Stops:   "a second transfer out of a wallet whose key is stolen, if the sweep is in a block before it",
		Costs:   "a watch of the chain, like that of chain_watch and with it the same one (the tariff's row feed); withdrawals wait from the alarm, false ones too, until somebody has rotated the key and brought coins back. " + ceremonies,
		Parameters: []Parameter{
			{
				Name: "everything", Type: "flag", Default: "true", Range: "true or false",
				Real: "by hand at KuCoin in 2020, 119 minutes after the alert", Source: "S97",
			},
			{
				Name: "rotate_after", Type: "duration", Default: "4h", Range: "above 0",
				Real: "two weeks and more without withdrawals at Upbit in 2019", Source: "S96",
			},
			{
				Name: "after", Type: "duration", Default: "3m", Range: "1m or more",
				Real: "the first measure 29 minutes after the alert, by hand, at KuCoin in 2020", Source: "S97",
			},
		},
		WouldHaveChanged: []string{
			"KuCoin, September 2020: thefts went on for an hour after the servers were closed (S97)",
			"Coincheck, January 2018: the probe of 10 XEM was two minutes before the theft",
			"Upbit, November 2019: nothing; one transfer took it all",
		},
	}
}

// Parse reads everything.
func (AutomaticSweep) Parse(p *param.Values) Control {
	return AutomaticSweep{Everything: p.Flag("everything"), RotateAfter: p.Duration("rotate_after"), After: p.DurationFrom("after", quickest)}
}

// Apply puts the sweep in force.
func (c AutomaticSweep) Apply(s *mockexchange.Settings) {
	s.Custody.AutomaticSweep = custody.AutomaticSweep{On: true, All: c.Everything, After: int64(c.After), Rotate: int64(c.RotateAfter)}
}
