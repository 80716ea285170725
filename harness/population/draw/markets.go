package draw

import (
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// assetsAndMarkets fills in the venue: its assets and markets. The incident's posture
// is not part of it; whoever runs the drill lays it and the defence's on.
func (b *builder) assetsAndMarkets() error {
	g := &b.world.Genesis
	g.Name = b.venue.Name.Text
	g.Start = b.sc.Clock.Start.Unix
	g.Settings.PayOutEvery = b.venue.PayOutEvery.Value
	if most := b.venue.PayOutBatch; most != nil {
		g.Settings.PayOutBatch = int(most.Value)
	}
	g.Settings.ReconcileEvery = b.venue.ReconcileEvery.Value
	b.model.Start, b.model.End = g.Start, b.sc.Clock.End.Unix
	b.world.Prices = model.NewFairPrices(g.Start)
	b.model.Prices = b.world.Prices
	if len(b.venue.Assets) == 0 || b.venue.Assets[0].Code.Text != b.sc.Currency.Text {
		return bad(b.sc.Currency.Pos, "currency %q is not the venue's first asset", b.sc.Currency.Text)
	}
	for i := range b.venue.Assets {
		g.Assets = append(g.Assets, mockexchange.Asset{
			Code: b.venue.Assets[i].Code.Text, Decimals: uint8(b.venue.Assets[i].Decimals.Value),
		})
	}
	for i := range b.venue.Assets {
		if err := b.list(&b.venue.Assets[i], &g.Assets[i]); err != nil {
			return err
		}
	}
	for i := range b.venue.Markets {
		if err := b.open(&b.venue.Markets[i]); err != nil {
			return err
		}
	}
	return b.interest()
}

// list reads one asset.
func (b *builder) list(from *scenarios.Asset, to *mockexchange.Asset) (err error) {
	if to.Reference, err = b.amount(&from.Reference); err != nil {
		return err
	}
	if from.Chain != nil {
		to.Chain = new(chain.Spec)
		if *to.Chain, err = b.chain(from.Chain); err != nil {
			return err
		}
		if err := b.token(from, to); err != nil {
			return err
		}
	}
	for _, figure := range []struct {
		from *scenarios.Amount
		to   *int64
	}{{from.WithdrawalFee, &to.WithdrawalFee}, {from.MinWithdrawal, &to.MinWithdrawal}, {from.HouseFunds, &to.HouseFunds}} {
		if *figure.to, err = b.amount(figure.from); err != nil {
			return err
		}
	}
	if from.Confirmations != nil {
		to.Confirmations = int(from.Confirmations.Value)
	}
	if from.HotShare != nil {
		to.HotShare = from.HotShare.PPM
	}
	if from.HotCoins != nil {
		to.HotCoins = int(from.HotCoins.Value)
	}
	if from.Signers != nil {
		to.Signers.M = int(from.Signers.M.Value)
		for _, h := range from.Signers.Hosts {
			to.Signers.Hosts = append(to.Signers.Hosts, h.Text)
		}
	}
	if from.Signers != nil && from.Signers.CoSigner != nil {
		limit, err := b.signingLimit(&from.Signers.CoSigner.Limit)
		if err != nil {
			return err
		}
		to.CoSigner = &custody.CoSigner{Limit: limit, Window: int64(from.Signers.CoSigner.Window.Value)}
	}
	to.ColdSigning = coldSigning(from.ColdSigning)
	b.model.Coins = append(b.model.Coins, model.Coin{
		OnChain: to.Chain != nil, Code: to.Code, Whole: money.Pow10(to.Decimals), Reference: to.Reference,
		Fee: to.WithdrawalFee, MinWithdrawal: to.MinWithdrawal,
	})
	return nil
}

func (b *builder) chain(c *scenarios.Chain) (chain.Spec, error) {
	s := chain.Spec{Network: c.Network.Text, BlockInterval: c.BlockInterval.Value}
	if err := s.Model.UnmarshalText([]byte(c.Model.Text)); err != nil {
		return s, bad(c.Model.Pos, "%v", err)
	}
	if err := s.Relay.UnmarshalText([]byte(c.Relay.Text)); err != nil {
		return s, bad(c.Relay.Pos, "%v", err)
	}
	fee, err := b.amount(&c.MinFee)
	if err != nil {
		return s, err
	}
	if s.MinFee = fee; c.On != nil {
		s.MinFee, s.Gas = 0, fee
	}
	if err := s.Check(); err != nil {
		return s, bad(c.Network.Pos, "%v", err)
	}
	return s, nil
}

// token reads on which coin's chain a token lives, and who can take it back.
func (b *builder) token(from *scenarios.Asset, to *mockexchange.Asset) (err error) {
	if from.Chain.On == nil {
		return nil
	}
	if to.On, err = b.asset(*from.Chain.On); err == nil && from.Issuer != nil {
		g := &b.world.Genesis
		id, _ := g.AssetID(to.Code)
		k := g.IssuerKey(id)
		to.Chain.Issuer = k.Address()
	}
	return err
}

// open reads one market.
func (b *builder) open(from *scenarios.Market) (err error) {
	m := market.Spec{
		Symbol: strings.ToUpper(from.Base.Text + from.Quote.Text), PriceScale: uint8(from.PriceScale.Value),
		MakerFee: from.MakerFee.PPM, TakerFee: from.TakerFee.PPM,
	}
	if m.Base, err = b.asset(from.Base); err != nil {
		return err
	}
	if m.Quote, err = b.asset(from.Quote); err != nil {
		return err
	}
	g := &b.world.Genesis
	m.BaseDecimals, m.QuoteDecimals = g.Assets[m.Base-1].Decimals, g.Assets[m.Quote-1].Decimals
	t := model.Market{Levels: from.Depth.Levels.Value, Gap: from.Depth.Gap.PPM, Spread: from.Depth.Spread.PPM}
	var price int64
	for _, figure := range []struct {
		from     *scenarios.Amount
		decimals uint8
		to       *int64
	}{
		{&from.Tick, m.PriceScale, &m.Tick},
		{&from.Step, m.BaseDecimals, &m.Step},
		{&from.MinNotional, m.QuoteDecimals, &m.MinNotional},
		{&from.Price.Start, m.PriceScale, &price},
	} {
		if *figure.to, err = b.parse(figure.from, figure.decimals); err != nil {
			return err
		}
	}
	if err := m.Validate(); err != nil {
		return bad(from.Base.Pos, "%v", err)
	}
	g.Markets = append(g.Markets, m)
	t.Spec, t.Unit = m, money.Pow10(m.PriceScale+m.BaseDecimals-m.QuoteDecimals)
	if t.Size, err = b.levelSize(&t, &from.Depth.Size, price); err != nil {
		return err
	}
	b.model.Markets = append(b.model.Markets, t)
	b.price(price, &from.Price)
	return nil
}

// levelSize is what lies at each level of a book, in base units of the base
// asset. Files may say it in either asset.
func (b *builder) levelSize(t *model.Market, a *scenarios.Amount, price int64) (int64, error) {
	size, err := b.amount(a)
	if err != nil || a.Asset.Text == b.world.Genesis.Assets[t.Spec.Base-1].Code {
		return size, err
	}
	quantity, ok := money.MulDiv(size, t.Unit, max(price, 1), money.Nearest)
	if !ok {
		return 0, bad(a.Pos, "size of %s %s at a level, expected less", a.Text, a.Asset)
	}
	return t.WholeLot(quantity), nil
}

// price draws the way of the newest market's fair price.
func (b *builder) price(start int64, from *scenarios.Price) {
	s := b.stream(sim.Actor(len(b.model.Markets)), model.ForPrices)
	end := b.sc.Clock.End.Unix + int64(b.sc.Clock.Tail.Value)
	b.world.Prices.Add(&s, start, from.Volatility.PPM, end)
	b.world.Prices.Bend(from.Moves)
}

// interest weighs markets and coins by what people care for.
func (b *builder) interest() error {
	shares, err := b.byAsset(b.sc.Population.Interest)
	if err != nil {
		return err
	}
	b.byCoin, b.byMarket = b.interestIn(shares)
	offset := time.Duration(b.sc.Clock.Zone.Offset) * time.Second
	b.model.Zone = int64(offset)
	return nil
}

// interestIn weighs coins and markets by shares of assets.
func (b *builder) interestIn(shares []int64) (byCoin, byMarket []int64) {
	c := b.model
	for i := range c.Coins {
		if c.Coins[i].OnChain {
			byCoin = append(byCoin, shares[i])
		} else {
			byCoin = append(byCoin, 0)
		}
	}
	for i := range c.Markets {
		byMarket = append(byMarket, shares[c.Markets[i].Spec.Base-1])
	}
	return byCoin, byMarket
}
