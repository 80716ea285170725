package model

import (
	"time"

	"github.com/exdrill/exdrill/harness/sim"
)

// People is what customers are taken to be like where a control stands in their
// way, a value for each Trait.
type People [traits]int64

// Trait is one thing about people. Nobody has published any of them, so each has
// a range, and whoever draws conclusions can see whether they survive it.
type Trait uint8

// The traits.
const (
	Patient Trait = iota
	PatientPrice
	Urgent
	UrgentPrice
	Foresees
	OwnWallet
	HasFactor
	FactorTakes
	NeedsSupport
	SupportTakes
	AskedForRight
	HasSecondKey
	ByHandAfter
	NeedsProgram
	KeepsBook
	ReadsWarning
	WarningRead
	ListUpdated
	KnowsRules
	Splits
	SplitFees
	PassesOn
	PassedOnAfter
	Newcomers
	RenewsKey
	Leaves
	Closes
	HeedsNews
	NewsHeeded
	ReplacesFactor
	NeedsMoney
	traits
)

// TraitInfo is what a trait says, and how far it may be from what is true. Values
// are parts per million, or nanoseconds where the trait is a time.
type TraitInfo struct {
	Name string
	Says string
	Time bool
	// Worst and Best are the ends of the range: those at which controls cost
	// customers most, and least.
	Worst, Default, Best int64
}

// Traits lists all of them, an element each. All are synthetic. What is known
// bounds some: Coinbase, Bybit, Crypto.com and Gemini hold first payments for
// 24 hours to 7 days (S155) and keep their customers, so most of these must have
// come to terms with it; Binance.US resets a lost factor and then holds
// withdrawals for 48 hours (S147).
func Traits() [traits]TraitInfo {
	share := func(name, says string, worst, is, best int64) TraitInfo {
		return TraitInfo{Name: name, Says: says, Worst: worst * sim.Whole / 1000, Default: is * sim.Whole / 1000, Best: best * sim.Whole / 1000}
	}
	span := func(name, says string, worst, is, best time.Duration) TraitInfo {
		return TraitInfo{Name: name, Says: says, Worst: int64(worst), Default: int64(is), Best: int64(best), Time: true}
	}
	return [traits]TraitInfo{
		Patient:      share("patient", "withdrawals that can wait: to a wallet or another exchange, to stay there", 600, 750, 850),
		PatientPrice: share("patient_price", "what waiting costs those, of what it costs others", 30, 100, 200),
		Urgent:       share("urgent", "withdrawals that cannot wait: a price elsewhere, a bill that is due", 150, 80, 30),
		UrgentPrice:  share("urgent_price", "what waiting costs those, of what it costs others", 20_000, 10_000, 5_000),
		Foresees: share("foresees", "first payments that were seen coming a hold before, where first payments are held: their address "+
			"was entered or tried ahead", 250, 500, 750),
		OwnWallet: share("own_wallet", "customers who pay through a wallet of their own, which the venue knows, if the address is held", 350, 600, 800),
		HasFactor: share("has_factor", "of customers without a second factor, those who set one up when the venue first demanded it, "+
			"before the drill, and still have the device", 900, 970, 995),
		FactorTakes:  span("factor_takes", "to set one up upon a refusal, median", time.Hour, 15*time.Minute, 3*time.Minute),
		NeedsSupport: share("needs_support", "of those who set one up, who need support first: the device is lost, the name unproven", 200, 80, 30),
		SupportTakes: span("support_takes", "what that takes, median", 7*24*time.Hour, 48*time.Hour, 12*time.Hour),
		AskedForRight: share("asked_for_right", "of owners whose programs withdraw, those who asked for that right when it was taken, "+
			"before the drill", 800, 920, 980),
		HasSecondKey: share("has_second_key", "of owners whose programs trade and withdraw, those who have a key for each where one "+
			"key cannot do both", 750, 900, 980),
		ByHandAfter: span("by_hand_after", "after which an owner withdraws himself what his program cannot, median", 2*time.Hour, 30*time.Minute, 10*time.Minute),
		NeedsProgram: share("needs_program", "of owners whose programs withdraw, those whose business is no work for hands: where no program may, "+
			"they withdraw elsewhere", 250, 100, 30),
		KeepsBook: share("keeps_book", "customers who keep an address book where that is left to them", 50, 150, 400),
		ReadsWarning: share("reads_warning", "owners who act on a mail that a withdrawal they did not ask for is held, and can be "+
			"cancelled", 500, 700, 850),
		WarningRead: span("warning_read", "after which they have read it, median", 8*time.Hour, 3*time.Hour, time.Hour),
		ListUpdated: span("list_updated", "after which an owner has put a new address on his list once his program is refused, median", 8*time.Hour, 2*time.Hour, 20*time.Minute),
		KnowsRules: share("knows_rules", "customers who know from the venue's pages what it does with large sums, new deposits and new keys, and "+
			"plan accordingly", 300, 600, 850),
		Splits: share("splits", "customers who make several withdrawals of one that is too much at once: the others ask for as much again, and "+
			"go elsewhere in the end", 400, 700, 900),
		SplitFees:     share("split_fees", "of what they withdraw, the most that the fees of further withdrawals may come to, or they do not", 3, 10, 20),
		PassesOn:      share("passes_on", "deposits that are made to be withdrawn again, as the same coin", 150, 50, 10),
		PassedOnAfter: span("passed_on_after", "after which that is done, median", 30*time.Minute, 3*time.Hour, 12*time.Hour),
		Newcomers:     share("newcomers", "customers who opened their account in the week before the drill", 60, 20, 5),
		RenewsKey: share("renews_key", "of owners whose programs trade or withdraw, those who make a new key within 30 days, though the old one "+
			"works", 500, 250, 50),
		Leaves: share("leaves", "of those who are refused a withdrawal for good, those who then take all that they have elsewhere", 100, 30, 5),
		Closes: share("closes", "customers who do the same within 30 days for reasons of their own", 30, 10, 3),
		HeedsNews: share("heeds_news", "customers who guard their account better when they hear of an incident at the venue, or are told to: with a "+
			"second factor if they have none, and a list of addresses on their key if it has none and lists count", 10, 50, 150),
		NewsHeeded:     span("news_heeded", "after which they have, median", 48*time.Hour, 18*time.Hour, 6*time.Hour),
		ReplacesFactor: share("replaces_factor", "customers with a second factor who replace it within 30 days: another phone, a lost one", 60, 30, 10),
		NeedsMoney: share("needs_money", "of those who replace it, those who find the old one gone when they are about to withdraw: they cannot "+
			"put it off, and waiting is as dear to them as to others at least", 500, 300, 100),
	}
}

// Usual is what people are like unless somebody says otherwise.
func Usual() (p People) {
	for t, info := range Traits() {
		p[t] = info.Default
	}
	return p
}

// Urgency is how dear waiting is to whoever makes a withdrawal, in parts per
// million of what it costs others.
func (m *Model) Urgency(i int, intent uint32) int64 {
	s := m.Stream(i, ForUrgency+uint64(intent)<<16)
	switch n := s.N(sim.Whole); {
	case n < m.People[Patient]:
		return m.People[PatientPrice]
	case n >= sim.Whole-m.People[Urgent]:
		return m.People[UrgentPrice]
	}
	return sim.Whole
}

// Is draws whether a customer is one of those of whom a trait tells the share.
// It is the same whenever it is asked, and whoever is at some share is at every
// larger one.
func (m *Model) Is(i int, t Trait) bool { return m.chance(i, t, m.People[t]) }

// Adopts is Is of a trait that nudges make more common: more customers adopt, and
// nobody gives up what he has adopted.
func (m *Model) Adopts(i int, t Trait) bool { return m.chance(i, t, m.Nudged(t)) }

// Nudged is the share that a trait comes to under the model's nudge.
func (m *Model) Nudged(t Trait) int64 { return min(m.People[t]/1000*m.Nudge/1000, sim.Whole) }

func (m *Model) chance(i int, t Trait, share int64) bool {
	s := m.Stream(i, ForTraits+uint64(t)<<16)
	return s.Chance(share)
}
