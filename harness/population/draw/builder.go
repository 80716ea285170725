package draw

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// builder draws one world.
type builder struct {
	world *World
	sc    *scenarios.Scenario
	venue *scenarios.Venue
	scale int64
	seed  uint64
	taken map[access.Source]bool

	adoption int64         // of voluntary controls, times the scenario's, parts per million
	traits   *model.People // nil for the usual ones
	variant  bool          // what was drawn may be more than can be counted, and then is less

	shared *shared

	model          *model.Model
	members        []groupMember // in the order of groups; their accounts are drawn
	attackerGroups int           // the first group of the thief's own accounts
	cohort         cohort
	keys           []keyDraft
	networks       []network
	vendors        [][]model.SourceRange // by group: the addresses of each vendor
	byCoin         []int64               // what people care for: weights of coins
	byMarket       []int64               // and of markets
	need           []int64               // by account and asset: what the plans may use at most
}

func (b *builder) build() error {
	b.model = &model.Model{Seed: b.seed, VenueSeed: b.world.Genesis.Seed, People: model.Usual(), Nudge: b.adoption}
	if b.traits != nil {
		b.model.People = *b.traits
	}
	for _, step := range []func() error{
		b.assetsAndMarkets, b.walletOperations, b.coldTransfers, b.groups, b.phases, b.network, b.vendorMoves, b.drawAccounts, b.staff, b.logins, b.apiKeys, b.victims,
		b.arrivalRates, b.deposits, b.dealMarkets, b.afterwards, b.people, b.dryRun, b.balances, b.truth,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) stream(a sim.Actor, purpose uint64) sim.Stream {
	return sim.NewStream(b.seed, a, purpose)
}

// people sets everybody's plans to their beginnings.
func (b *builder) people() error {
	b.world.People = population.New(b.model)
	return nil
}

// bad is an error about a figure, at its place in the file.
func bad(at yamldoc.Position, format string, args ...any) error {
	return fmt.Errorf("%s: %s", at, fmt.Sprintf(format, args...))
}

// amount converts money to base units of its asset.
func (b *builder) amount(a *scenarios.Amount) (int64, error) {
	if a == nil {
		return 0, nil
	}
	id, ok := b.world.Genesis.AssetID(a.Asset.Text)
	if !ok {
		return 0, bad(a.Pos, "unknown asset %q", a.Asset.Text)
	}
	return b.parse(a, b.world.Genesis.Assets[id-1].Decimals)
}

// parse reads money with a number of decimals of its own, such as a price.
func (b *builder) parse(a *scenarios.Amount, decimals uint8) (int64, error) {
	units, err := money.Unit{Code: a.Asset.Text, Decimals: decimals}.Parse(a.Text)
	if err != nil {
		code := reject.Of(err)
		return 0, bad(a.Pos, "amount %q: %s, expected at most %d decimals and %d base units", a.Text, code, decimals, money.MaxSupply)
	}
	return units, nil
}

// heavy reads an amount with a tail, in the currency.
func (b *builder) heavy(h *scenarios.Heavy) (model.HeavyAmount, error) {
	median, err := b.amount(&h.Median)
	return model.HeavyAmount{Median: median, Spread: h.Spread.PPM}, err
}

// asset finds an asset by the name in the file.
func (b *builder) asset(n scenarios.Name) (uint16, error) {
	id, ok := b.world.Genesis.AssetID(n.Text)
	if !ok {
		return 0, bad(n.Pos, "unknown asset %q", n.Text)
	}
	return id, nil
}

// byAsset reads a table of shares into a slice; asset n is element n-1.
func (b *builder) byAsset(t scenarios.Table[scenarios.Share]) ([]int64, error) {
	shares := make([]int64, len(b.world.Genesis.Assets))
	for i := range t {
		id, err := b.asset(t[i].Key)
		if err != nil {
			return nil, err
		}
		shares[id-1] = t[i].Value.PPM
	}
	return shares, nil
}
