package measure

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Evidence is what a run showed, each list in the order of time: all that
// figures are read off. Who accounts for the run fills it.
type Evidence struct {
	*Reference
	Observations []Observation
	Transfers    []Transfer
	Withdrawals  []Withdrawal
	Payouts      []Payout
	Takings      []Taking
	Returned     []score.Change // what was taken back from the thief
	Peaks        []Peak
	Payments     []Payment
	Seizures     []Seizure
	Statements   []score.Statement
}

// Insert notes an observation that is told late, in its place in time.
func (e *Evidence) Insert(o Observation) {
	at := len(e.Observations)
	for at > 0 && e.Observations[at-1].At > o.At {
		at--
	}
	e.Observations = slices.Insert(e.Observations, at, o)
}

// Transfer is a transaction of the thief's that a block has.
type Transfer struct {
	Sent   int64 // when he sent it to the chain, virtual nanoseconds
	Asset  uint16
	Amount int64 // base units that went to others than who paid, the miner's fee not included
	Inputs int   // coins that it spent, where a chain has coins
	Paid   []chain.Output
}

// Withdrawal is one that the thief asked for.
type Withdrawal struct {
	Account uint32
	Asset   uint16
	Amount  int64
}

// Payout is a transaction with which the venue paid withdrawals, some of them the
// thief's. The last of a list may have none of his yet.
type Payout struct {
	At       int64
	Asset    uint16
	Tx       chain.Hash
	Payments int   // change is none
	Amount   int64 // of all payments, base units, fees not included
	Stolen   int   // of the payments, the thief's

	StolenAmount int64
}

// Taking is one thing that the thief took.
type Taking struct {
	At      int64
	Account uint32 // who lost it; House for the venue itself
	Amount  int64  // base units of the reference currency
	Undone  bool
}

// House is the account number that stands for the venue itself.
const House = 0

// Payment is what the house paid to a customer.
type Payment struct {
	At      int64
	Account uint32
	Asset   uint16
	Amount  int64 // base units of the asset
	Value   int64 // base units of the reference currency
	Rebate  bool  // of fees: it makes nothing good
}

// Seizure is what lay in an account of the thief's when it was frozen.
type Seizure struct {
	At      int64
	Account uint32
	Asset   uint16
	Amount  int64 // base units of the asset
}

// Clone is a copy that shares nothing that either still changes.
func (e *Evidence) Clone() Evidence {
	c := *e
	c.Observations, c.Transfers, c.Withdrawals = slices.Clone(e.Observations), slices.Clone(e.Transfers), slices.Clone(e.Withdrawals)
	c.Takings, c.Returned, c.Peaks = slices.Clone(e.Takings), slices.Clone(e.Returned), slices.Clone(e.Peaks)
	c.Payouts = slices.Clone(e.Payouts)
	c.Payments, c.Seizures, c.Statements = slices.Clone(e.Payments), slices.Clone(e.Seizures), slices.Clone(e.Statements)
	return c
}

// LiveStolenKeys is how many keys of others the thief holds that still work at a
// time, 0 for the end.
func (e *Evidence) LiveStolenKeys(asOf int64) int {
	r := reading{Evidence: e, seen: upTo(e.Observations, asOf)}
	return r.liveStolen()
}

// reading is the evidence that one figure may look at: what was seen up to the
// time that it is about.
type reading struct {
	*Evidence
	seen   []Observation
	asOf   int64  // 0 for the end
	asset  uint16 // that the figure is about; 0 for all
	market uint16 // that trades the asset; 0 for none
	claim  string // that the figure is about; empty for all
}

// reading is the evidence for a fact.
func (e *Evidence) reading(f *score.Fact) *reading {
	r := &reading{Evidence: e, seen: upTo(e.Observations, f.AsOf), asOf: f.AsOf, claim: f.Claim}
	for i := range e.Assets {
		if f.Asset != "" && e.Assets[i].Code == f.Asset {
			r.asset, r.market = uint16(i+1), e.MarketOf(f.Asset)
		}
	}
	return r
}

// upTo cuts observations, which are in the order of time, after a moment; 0
// means all of them.
func upTo(s []Observation, asOf int64) []Observation {
	if asOf == 0 {
		return s
	}
	n, _ := slices.BinarySearchFunc(s, asOf, func(o Observation, t int64) int {
		if o.At <= t {
			return -1
		}
		return 1
	})
	return s[:n]
}

// by reports whether something happened in time for the figure.
func (r *reading) by(at int64) bool { return r.asOf == 0 || at <= r.asOf }

// about reports whether something concerns the asset that the figure is about.
func (r *reading) about(asset uint16) bool { return r.asset == 0 || r.asset == asset }

// all lists the observations of a kind.
func (r *reading) all(what Kind) (list []Observation) {
	for _, o := range r.seen {
		if o.What == what {
			list = append(list, o)
		}
	}
	return list
}

// of lists those that concern the asset that the figure is about.
func (r *reading) of(what Kind) (list []Observation) {
	for _, o := range r.all(what) {
		if r.about(o.Asset) {
			list = append(list, o)
		}
	}
	return list
}

// ids are what observations are about, each thing once.
func ids(list []Observation) []uint64 {
	all := make([]uint64, len(list))
	for i, o := range list {
		all[i] = o.ID
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func number(n int) score.Measured { return amount(int64(n)) }

func amount(n int64) score.Measured { return score.Measured{Value: n, Known: true} }

// coins is an amount of the asset; unknown if the figure names none.
func (r *reading) coins(sum int64) score.Measured {
	if r.asset == 0 {
		return score.Measured{}
	}
	return decimal(sum, r.Assets[r.asset-1].Decimals)
}

// money is an amount of the reference currency.
func (r *reading) money(sum int64) score.Measured {
	if len(r.Assets) == 0 {
		return score.Measured{}
	}
	return decimal(sum, r.Assets[0].Decimals)
}

// decimal is a number in 10^-decimals.
func decimal(n int64, decimals uint8) score.Measured {
	return score.Measured{Value: n, Decimals: decimals, Known: true}
}

// percent is a share in parts per million.
func percent(ppm int64) score.Measured { return decimal(ppm, 4) }

// count is how many observations of a kind there are, whatever they are about.
func count(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured { return number(len(r.all(what))) }
}

// countOf is how many there are about the asset.
func countOf(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured { return number(len(r.of(what))) }
}

// distinct is how many different things were seen.
func distinct(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured { return number(len(ids(r.all(what)))) }
}

// first is the moment of the first observation of a kind.
func first(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured { return earliest(r.all(what)) }
}

// firstOf is the same of the asset that the figure is about.
func firstOf(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured { return earliest(r.of(what)) }
}

// lastOf is the moment of the last observation of a kind about the asset.
func lastOf(what Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured {
		list := r.of(what)
		if len(list) == 0 {
			return score.Measured{}
		}
		return amount(list[len(list)-1].At)
	}
}

func earliest(list []Observation) score.Measured {
	if len(list) == 0 {
		return score.Measured{}
	}
	return amount(list[0].At)
}

// span is how many whole units of time lie between two moments; unknown unless
// both are.
func span(from, to score.Measured, unit time.Duration) score.Measured {
	if !from.Known || !to.Known {
		return score.Measured{}
	}
	return amount((to.Value - from.Value) / int64(unit))
}

// between is a span between the first observation of one kind and the next of
// others, about the asset.
func between(from Kind, unit time.Duration, to ...Kind) func(*reading) score.Measured {
	return func(r *reading) score.Measured {
		start := earliest(r.of(from))
		for _, o := range r.seen {
			if start.Known && o.At >= start.Value && slices.Contains(to, o.What) && r.about(o.Asset) {
				return span(start, amount(o.At), unit)
			}
		}
		return score.Measured{}
	}
}
