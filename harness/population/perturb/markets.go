package perturb

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// What all variants have in common that a defence is told of, so that it cannot
// tell by them which scenario it guards: as many assets at each venue, all coins
// with as many decimals, and prices out of the same span.
const (
	leastAssets, mostAssets = 7, 9 // the record with the most assets has seven

	decimals = 8     // of every coin but the currency
	cheapest = 5_000 // base units of the currency, of a whole coin
	octaves  = 16    // up to 5,000 * 2^16
)

// markets redraws what the venues list and what trading and paying out costs there:
// more coins that nothing happens to, the order, what a whole coin is worth, ticks,
// steps, fees and books.
func (v *perturbation) markets() {
	v.moreCoins()
	v.currency()
	var codes []string
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		v.fees(venue)
		for j := range venue.Assets {
			code := venue.Assets[j].Code.Text
			if code != v.sc.Currency.Text && v.sc.Asset(code) == &venue.Assets[j] {
				codes = append(codes, code)
			}
		}
	}
	v.redenominate(codes)
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		for j := range venue.Markets {
			v.book(&venue.Markets[j])
		}
		shuffle(v.chance, venue.Assets[1:]) // the currency stays the first
		shuffle(v.chance, venue.Markets)
	}
}

func shuffle[T any](s *sim.Stream, list []T) {
	old := append([]T(nil), list...)
	for to, from := range s.Permutation(len(list)) {
		list[to] = old[from]
	}
}

// moreCoins lists coins that nothing happens to, the same at all venues, until there
// are as many as were drawn. Each is another one's like.
func (v *perturbation) moreCoins() {
	most := int(v.chance.Between(leastAssets, mostAssets))
	var likes []scenarios.Market
	for n := 0; ; n++ {
		full := true
		for i := range v.sc.Venues {
			if venue := &v.sc.Venues[i]; len(venue.Assets) < most && len(venue.Markets) > 0 {
				if full = false; n == len(likes) {
					likes = append(likes, v.like(venue))
				}
				v.list(venue, "COIN"+strconv.Itoa(n+1), &likes[n])
			}
		}
		if full {
			break
		}
	}
	for n := range likes {
		v.popular("COIN" + strconv.Itoa(n+1))
	}
}

// like draws a market of a venue's, of a coin that nobody has the keys to if there is
// one.
func (v *perturbation) like(venue *scenarios.Venue) scenarios.Market {
	var safe []scenarios.Market
	for i := range venue.Markets {
		stolen := v.sc.Compromise != nil && slices.ContainsFunc(v.sc.Compromise.Wallets, func(n scenarios.Name) bool { return n.Text == venue.Markets[i].Base.Text })
		if !stolen {
			safe = append(safe, venue.Markets[i])
		}
	}
	if len(safe) == 0 {
		safe = venue.Markets
	}
	return safe[v.chance.N(int64(len(safe)))]
}

// list adds a coin and its market to a venue, like those of another market.
func (v *perturbation) list(venue *scenarios.Venue, code string, like *scenarios.Market) {
	old := like.Base.Text
	coin, m := *v.sc.Asset(old), *like
	coin.Code.Text, m.Base.Text, m.Price.Moves = code, code, nil
	m.Depth.Levels.Exactly(max(m.Depth.Levels.Value/2, 3)) // hardly anybody trades it
	chain := *coin.Chain
	if coin.Chain = &chain; chain.On == nil {
		chain.Network.Text = strings.ToLower(code)
	}
	coin.HotCoins, coin.CustomerFunds = nil, nil
	if coin.Signers != nil {
		alone := *coin.Signers
		alone.CoSigner, coin.Signers = nil, &alone
	}
	own := func(a *scenarios.Amount) *scenarios.Amount {
		c := *a
		c.Asset.Text = code
		return &c
	}
	if coin.Supply, m.Step = *own(&coin.Supply), *own(&m.Step); chain.On == nil {
		chain.MinFee = *own(&chain.MinFee)
	}
	coin.WithdrawalFee, coin.MinWithdrawal, coin.HouseFunds = own(coin.WithdrawalFee), own(coin.MinWithdrawal), own(coin.HouseFunds)
	confirmations := *coin.Confirmations
	coin.Confirmations = &confirmations
	if slow := v.slowBlocks(); chain.On == nil && chain.BlockInterval.Value < slow {
		confirmations.Exactly(max(confirmations.Value*int64(chain.BlockInterval.Value)/int64(slow), 1))
		chain.BlockInterval.Value = slow
	}
	if coin.Signers != nil {
		coin.Signers = &scenarios.Signers{M: coin.Signers.M, Hosts: []scenarios.Name{{Text: "wallet-" + chain.Network.Text}}}
		coin.Signers.M.Exactly(1)
	}
	venue.Assets, venue.Markets = append(venue.Assets, coin), append(venue.Markets, m)
}

// slowBlocks is the least time between blocks of a coin that nothing happens to: a
// simulation spends its time on every block, and there are at most 2,000 of them.
func (v *perturbation) slowBlocks() time.Duration {
	clock := &v.sc.Clock
	return (time.Duration(clock.End.Unix-clock.Start.Unix) + clock.Tail.Value) / 2000
}

// popular gives a coin its share of what people own and care for, at the cost of
// all others.
func (v *perturbation) popular(code string) {
	share := v.chance.Between(sim.Whole/200, sim.Whole/40)
	for _, table := range []*scenarios.Table[scenarios.Share]{&v.sc.Population.Holdings, &v.sc.Population.Interest} {
		for i := range *table {
			(*table)[i].Value.PPM -= (*table)[i].Value.PPM * share / sim.Whole
		}
		*table = append(*table, scenarios.Row[scenarios.Share]{Key: scenarios.Name{Text: code}, Value: scenarios.Share{PPM: share}})
	}
}

// currency counts money at a bank to at least a tenth: records differ in it.
func (v *perturbation) currency() {
	for i := range v.sc.Venues {
		a := &v.sc.Venues[i].Assets[0]
		a.Decimals.Exactly(max(a.Decimals.Value, 1))
	}
}

// fees redraws what a venue takes for trades and withdrawals, and how sure it
// wants to be of deposits.
func (v *perturbation) fees(venue *scenarios.Venue) {
	const half, step = sim.Whole / 2, 100
	maker := v.chance.N(11) * step
	taker := maker + v.chance.N(11)*step
	for i := range venue.Markets {
		m := &venue.Markets[i]
		m.MakerFee.PPM, m.TakerFee.PPM = maker, taker
		m.MinNotional = v.off(m.MinNotional, half)
	}
	for i := range venue.Assets {
		a := &venue.Assets[i]
		if a.Chain == nil {
			continue
		}
		a.Chain.MinFee = v.off(a.Chain.MinFee, half)
		*a.WithdrawalFee, *a.MinWithdrawal = v.off(*a.WithdrawalFee, half), v.off(*a.MinWithdrawal, half)
		a.Confirmations.Exactly(v.near(a.Confirmations.Value, half))
	}
}

// redenominate draws what a whole coin of each code is worth, and counts everything in
// the new coins: there are as many more or less of them, and all is worth what it was.
func (v *perturbation) redenominate(codes []string) {
	cents := v.sc.Asset(v.sc.Currency.Text).Decimals.Value
	times := make(map[string]*big.Rat)
	for _, code := range codes {
		old, ok := rational(v.sc.Asset(code).Reference.Text)
		if !ok || old.Sign() == 0 {
			continue // Build complains
		}
		low := max(int64(cheapest)<<v.chance.N(octaves), v.countable(code, old, cents))
		worth := new(big.Rat).Quo(new(big.Rat).SetInt64(v.chance.Between(low, 2*low-1)), power(cents))
		times[code] = worth.Quo(worth, old)
	}
	v.recount(times)
	for _, code := range codes {
		if by := times[code]; by != nil {
			v.reprice(code, by, cents)
		}
	}
}

// countable is the least that a coin can be worth, in units of the currency's last
// decimal, so that what the scenario says that the house and the customers of a venue
// own of it can be counted: a venue can own half of what a chain can count.
func (v *perturbation) countable(code string, worth *big.Rat, cents int64) int64 {
	most := new(big.Rat)
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if a := &v.sc.Venues[i].Assets[j]; a.Code.Text == code {
				if owned := told(a.HouseFunds, a.CustomerFunds); owned.Cmp(most) > 0 {
					most = owned
				}
			}
		}
	}
	most.Mul(most, worth).Mul(most, power(cents+decimals))
	most.Quo(most, new(big.Rat).SetInt64(money.MaxSupply/20*9))
	return new(big.Int).Quo(most.Num(), most.Denom()).Int64() + 1
}

// told is the sum of those amounts that a scenario tells.
func told(amounts ...*scenarios.Amount) *big.Rat {
	sum := new(big.Rat)
	for _, a := range amounts {
		if a == nil {
			continue
		}
		if n, ok := rational(a.Text); ok {
			sum.Add(sum, n)
		}
	}
	return sum
}

// recount divides all amounts of coins. There is at least one base unit of what
// there was any of, and supplies stay countable.
func (v *perturbation) recount(by map[string]*big.Rat) {
	least, most := new(big.Rat).Inv(power(decimals)), new(big.Rat).SetInt64(mostCoins)
	count := func(a *scenarios.Amount) {
		times := by[a.Asset.Text]
		if times == nil {
			return
		}
		if n, ok := rational(a.Text); ok && n.Sign() > 0 {
			n.Quo(n, times)
			if n.Cmp(least) < 0 {
				n = least
			}
			if n.Cmp(most) > 0 {
				n = most
			}
			a.Text = written(n, decimals)
		}
	}
	// All but the facts, which tell the record.
	for _, section := range []any{&v.sc.Venues, &v.sc.Population, &v.sc.Compromise, &v.sc.Campaign, &v.sc.History, &v.sc.Tariff} {
		each(section, count)
	}
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if a := &v.sc.Venues[i].Assets[j]; by[a.Code.Text] != nil {
				a.Decimals.Exactly(decimals)
			}
		}
	}
}

// mostCoins is the largest supply that can be counted with eight decimals, in whole
// coins.
const mostCoins = 40_000_000_000

// grid is on which prices and quantities a market trades.
type grid struct {
	tick, step *big.Rat
	places     int64 // decimals of a price
}

// reprice multiplies all prices of a coin and draws ticks and steps that fit.
func (v *perturbation) reprice(code string, by *big.Rat, cents int64) {
	var m *scenarios.Market
	var drawn grid
	for i := range v.sc.Venues {
		venue := &v.sc.Venues[i]
		for j := range venue.Assets {
			if a := &venue.Assets[j]; a.Code.Text == code {
				multiply(&a.Reference, by, cents)
			}
		}
		for j := range venue.Markets {
			if m = &venue.Markets[j]; m.Base.Text != code {
				continue
			}
			if drawn.tick == nil {
				drawn = v.grid(m, by)
			}
			m.Tick.Text, m.Step.Text = written(drawn.tick, drawn.places), written(drawn.step, decimals)
			m.PriceScale.Exactly(drawn.places)
			multiply(&m.Price.Start, by, drawn.places)
		}
	}
	v.prices(func(price *scenarios.Amount, symbol string) {
		if base, _, _ := strings.Cut(symbol, "/"); base == code {
			multiply(price, by, drawn.places)
		}
	})
}

// grid draws that of a market whose prices are multiplied and whose quantities are
// recounted: at most as coarse as it was.
func (v *perturbation) grid(m *scenarios.Market, by *big.Rat) (g grid) {
	tick, fine := rational(m.Tick.Text)
	step, whole := rational(m.Step.Text)
	if !fine || !whole {
		return grid{new(big.Rat), new(big.Rat), m.PriceScale.Value} // Build complains
	}
	g.tick, g.places = v.roundNumber(tick.Mul(tick, by), money.MaxDecimals)
	g.step, _ = v.roundNumber(step, decimals)
	return g
}

// roundNumber draws one like 1, 2 or 5, up to n and hardly less than a tenth of it, and
// says how many decimals it has, if that is not too many.
func (v *perturbation) roundNumber(n *big.Rat, most int64) (round *big.Rat, places int64) {
	n.Mul(n, big.NewRat(v.chance.Between(sim.Whole/3, sim.Whole), sim.Whole))
	for places = -most; places <= most; places++ {
		for _, digit := range []int64{5, 2, 1} {
			if round = new(big.Rat).SetInt64(digit); places >= 0 {
				round.Quo(round, power(places))
			} else {
				round.Mul(round, power(-places))
			}
			if round.Cmp(n) <= 0 {
				return round, max(places, 0)
			}
		}
	}
	return new(big.Rat).Inv(power(most)), most
}

// prices calls do for every price of the campaign and of what was undone, with its
// market.
func (v *perturbation) prices(do func(price *scenarios.Amount, symbol string)) {
	if v.sc.Campaign != nil {
		each(v.sc.Campaign, func(p *scenarios.Params) {
			if p.Market == nil {
				return
			}
			if p.Price != nil {
				do(p.Price, p.Market.Text)
			}
			for i := range p.Ladder {
				do(&p.Ladder[i].Price, p.Market.Text)
			}
		})
	}
	for i := range v.sc.History.Actions {
		if a := &v.sc.History.Actions[i]; a.PriceAbove != nil && a.Market != nil {
			do(a.PriceAbove, a.Market.Text)
		}
	}
}

// book redraws what market makers keep, and how restless the price is.
func (v *perturbation) book(m *scenarios.Market) {
	share := v.bounds.Counts.PPM
	m.Depth.Levels = v.count(m.Depth.Levels)
	m.Depth.Size = v.off(m.Depth.Size, share)
	for _, ppm := range []*int64{&m.Depth.Gap.PPM, &m.Depth.Spread.PPM, &m.Price.Volatility.PPM} {
		*ppm = v.near(*ppm, share)
	}
}

// rational reads a decimal number.
func rational(text string) (n *big.Rat, ok bool) { return new(big.Rat).SetString(text) }

// power is ten to the power of n.
func power(n int64) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil))
}

// written is a number with at most so many decimals, rounded to them.
func written(n *big.Rat, places int64) string {
	text := n.FloatString(int(places))
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// multiply changes a price, which stays above nothing.
func multiply(a *scenarios.Amount, by *big.Rat, places int64) {
	n, ok := rational(a.Text)
	if !ok {
		return // Build complains
	}
	if n.Mul(n, by); n.Cmp(new(big.Rat).Inv(power(places))) < 0 {
		n.Inv(power(places))
	}
	a.Text = written(n, places)
}
