package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Asset is one thing that the venue keeps for its customers. What a chain needs
// is given together with a chain and only then.
type Asset struct {
	Code      Name   `key:"code"`
	Decimals  Number `key:"decimals" check:"most=9"` // at most 9
	Reference Amount `key:"reference"`               // value of one whole coin, in the currency
	Supply    Amount `key:"supply"`                  // most that can ever exist, at most 2^62 base units
	Chain     *Chain `key:"chain"`                   // nil, written "none", for money at a bank

	WithdrawalFee *Amount  `key:"withdrawal_fee,optional"`
	MinWithdrawal *Amount  `key:"min_withdrawal,optional"`
	Confirmations *Number  `key:"confirmations,optional" check:"most=10000"`      // blocks before a deposit is credited
	HouseFunds    *Amount  `key:"house_funds,optional"`                           // the venue's own at the start; of a coin it has to be there
	CustomerFunds *Amount  `key:"customer_funds,optional"`                        // what customers own of it together at the start; absent for what they happen to
	HotShare      *Share   `key:"hot_share,optional"`                             // of all its coins at the start
	HotCoins      *Number  `key:"hot_coins,optional" check:"positive most=10000"` // outputs that these are, of unequal size; absent for the usual few
	Signers       *Signers `key:"signers,optional"`                               // of its hot wallet; absent for one key on a host without a name, and for a token, which has its coin's
	Issuer        *Issuer  `key:"issuer,optional"`                                // of a token; absent where nobody can take it back

	ColdSigning *ColdSigning `key:"cold_signing,optional"` // of its cold storage
}

// Chain is the chain that an asset lives on. That of a token is the one of the coin
// On, whose addresses and keys are the token's, too; it says itself only what a
// transfer costs, in that coin.
type Chain struct {
	On *Name `key:"on,optional"` // the coin, on whose chain the rest is said

	Network       Name     `key:"network"` // prefix of its addresses
	Model         Name     `key:"model"`
	Relay         Name     `key:"relay"`
	BlockInterval Duration `key:"block_interval" check:"positive"`
	MinFee        Amount   `key:"min_fee"`
}

// Issuer is who issued a token and can take it from a thief if he is asked to, by a
// request to freeze what lies at his addresses.
type Issuer struct {
	Freezes  Share `key:"freezes"`               // how likely it is that he does as he is asked; drawn once for a run
	Answers  Pause `key:"answers" check:"pause"` // from a request until he does, drawn once
	Reissues bool  `key:"reissues,optional"`     // he issues the token anew: the old one is worth nothing wherever it went on to from there, but for exchanges
}

// Models and relay policies of chains.
const (
	ModelAccount = "account"
	ModelUTXO    = "utxo"

	RelayFirstSeen    = "first_seen"
	RelayReplaceByFee = "replace_by_fee"
)

// Signers says who signs for a hot wallet: M of the keys, one on each host of
// the list. A host may stand there more than once.
type Signers struct {
	M     Number `key:"m"`
	Hosts []Name `key:"hosts"`

	CoSigner *CoSigner `key:"co_signer,optional"` // one of them, who keeps to a limit; the first of the hosts proposes what they sign, and may set it
}

// CoSigner is a supplier who signs what the wallet server proposes, up to a limit within
// a window. Where the asset's customer_funds are not stated, it is of as many
// customers as there are: the scale shrinks it with them.
type CoSigner struct {
	Limit  Amount   `key:"limit"`
	Window Duration `key:"window" check:"positive"`
}

// SigningLimit is what staff have a co-signer keep to, by ticket.
type SigningLimit struct {
	At     Time   `key:"at" check:"clock"`
	Amount Amount `key:"amount"`
}

// Asset finds an asset by its code, nil if no venue keeps it.
func (s *Scenario) Asset(code string) *Asset {
	for i := range s.Venues {
		for j := range s.Venues[i].Assets {
			if a := &s.Venues[i].Assets[j]; a.Code.Text == code {
				return a
			}
		}
	}
	return nil
}

// maxUnits bounds an asset's supply, so that sums of balances fit 64 bits.
const maxUnits = int64(1) << 62

func (c *checker) venueAssets(v *Venue) {
	for i := range v.Assets {
		a := &v.Assets[i]
		if _, ok := c.assets[a.Code.Text]; !ok && a.Code.Pos.Line > 0 {
			c.assets[a.Code.Text] = a
			c.codes = append(c.codes, a.Code.Text)
		} else if ok {
			c.sameDecimals(a, c.assets[a.Code.Text])
		}
		if i == 0 && a.Code.Text != c.s.Currency.Text && c.s.Currency.Pos.Line > 0 {
			c.complain(a.Code.Pos, "the first asset is "+yamldoc.Quoted(a.Code.Text), "the currency, "+c.s.Currency.Text, "")
		}
		c.asset(a)
	}
}

func (c *checker) asset(a *Asset) {
	c.inAsset("reference", a.Reference, c.s.Currency.Text)
	c.inAsset("supply", a.Supply, a.Code.Text)
	if units, ok := a.Supply.Units(a.Decimals.Value); a.Decimals.Pos.Line > 0 && a.Decimals.Value <= 9 && (!ok || units > maxUnits) {
		c.complain(a.Supply.Pos, "supply is "+a.Supply.Text+" with "+strconv.FormatInt(a.Decimals.Value, 10)+" decimals",
			"at most 2^62 = "+strconv.FormatInt(maxUnits, 10)+" base units", "")
	}
	c.chainParts(a)
	c.signers(a)
	for _, amount := range []*Amount{a.WithdrawalFee, a.MinWithdrawal, a.HouseFunds, a.CustomerFunds} {
		if amount != nil {
			c.inAsset("the amount", *amount, a.Code.Text)
		}
	}
	if a.Chain != nil {
		c.chain(a)
	}
}

// chainParts checks that what needs a chain is there with one and only then.
func (c *checker) chainParts(a *Asset) {
	parts := []struct {
		name  string
		pos   yamldoc.Position
		there bool
	}{
		{"withdrawal_fee", posOf(a.WithdrawalFee), a.WithdrawalFee != nil},
		{"min_withdrawal", posOf(a.MinWithdrawal), a.MinWithdrawal != nil},
		{"confirmations", posOf(a.Confirmations), a.Confirmations != nil},
		{"hot_share", posOf(a.HotShare), a.HotShare != nil},
	}
	c.hotCoins(a)
	if a.Chain != nil && a.HouseFunds == nil {
		c.complain(a.Code.Pos, "house_funds is missing", "it beside a chain", "")
	}
	for _, part := range parts {
		if a.Chain == nil && part.there {
			c.complain(part.pos, part.name+" stands beside chain: none", "a chain, or nothing here", "")
		}
		if a.Chain != nil && !part.there {
			c.complain(a.Code.Pos, part.name+" is missing", "it beside a chain", "")
		}
	}
}

func (c *checker) chain(a *Asset) {
	k := a.Chain
	c.known("model", k.Model, []string{ModelAccount, ModelUTXO})
	c.known("relay", k.Relay, []string{RelayFirstSeen, RelayReplaceByFee})
	if k.On == nil {
		c.inAsset("min_fee", k.MinFee, a.Code.Text)
	}
}

// tokens checks what lives on other coins' chains, once all coins are known.
func (c *checker) tokens(v *Venue) {
	for i := range v.Assets {
		a := &v.Assets[i]
		switch {
		case a.Chain != nil && a.Chain.On != nil:
			c.token(v, a)
		case a.Issuer != nil:
			c.complain(a.Code.Pos, "issuer stands beside "+a.Code.Text, "it beside a token: a coin whose chain is on: another's", "")
		}
	}
}

func (c *checker) token(v *Venue, a *Asset) {
	k := a.Chain
	var coins []string
	var coin *Asset
	for i := range v.Assets {
		o := &v.Assets[i]
		if o.Chain != nil && o.Chain.On == nil && o.Chain.Model.Text == ModelAccount {
			coins = append(coins, o.Code.Text)
			if o.Code.Text == k.On.Text {
				coin = o
			}
		}
	}
	if c.known("coin with an account chain", *k.On, coins); coin == nil {
		return
	}
	c.inAsset("min_fee", k.MinFee, coin.Code.Text)
	if is, of := k.Network.Text+" "+k.Model.Text+" "+k.BlockInterval.Value.String(), coin.Chain.Network.Text+" "+coin.Chain.Model.Text+" "+coin.Chain.BlockInterval.Value.String(); is != of {
		c.complain(k.On.Pos, "the chain is "+is, "that of "+coin.Code.Text+", "+of, "")
	}
	if k.Relay.Text != RelayFirstSeen {
		c.complain(k.Relay.Pos, "relay is "+k.Relay.Text, RelayFirstSeen+" of a token", "")
	}
	if strings.Trim(k.MinFee.Text, "0.") == "" && k.MinFee.Pos.Line > 0 {
		c.complain(k.MinFee.Pos, "min_fee is "+k.MinFee.Text, "more than 0, which moves a token", "")
	}
	if a.Signers != nil {
		c.complain(a.Signers.M.Pos, "signers stand beside a token", "those of "+coin.Code.Text+", whose key it has", "")
	}
}

// inAsset complains of an amount of another asset than the one that belongs
// there, if there is such a one.
func (c *checker) inAsset(name string, a Amount, code string) {
	if a.Asset.Text != code && slices.Contains(c.codes, code) && a.Asset.Text != "" {
		wanted := "an amount of " + code
		if a.Pos.File != c.s.ID.Pos.File {
			wanted += ", which has this from what it is like: say its own where " + code + " is listed"
		}
		c.complain(a.Pos, name+" is in "+a.Asset.Text, wanted, "")
	}
}

// amounts checks every amount of the file: its asset, and that it can be
// counted in base units. Prices are counted at a market's scale instead, and a
// supply has a message of its own.
func (c *checker) amounts(all []Amount) {
	apart := map[yamldoc.Position]bool{}
	for i := range c.s.Venues {
		for j := range c.s.Venues[i].Markets {
			m := &c.s.Venues[i].Markets[j]
			apart[m.Tick.Pos], apart[m.Price.Start.Pos] = true, true
		}
		for j := range c.s.Venues[i].Assets {
			apart[c.s.Venues[i].Assets[j].Supply.Pos] = true
		}
	}
	for _, a := range c.prices() {
		apart[a.Pos] = true
	}
	for _, a := range all {
		asset := c.assets[a.Asset.Text]
		if !c.known("asset", a.Asset, c.codes) || apart[a.Pos] || asset == nil ||
			asset.Decimals.Pos.Line == 0 || asset.Decimals.Value > 9 {
			continue
		}
		if units, ok := a.Units(asset.Decimals.Value); !ok || units > maxUnits {
			c.complain(a.Pos, "the amount is "+yamldoc.Quoted(a.Text+" "+a.Asset.Text),
				"at most "+strconv.FormatInt(asset.Decimals.Value, 10)+" decimals and 2^62 base units", "")
		}
	}
}

// sameDecimals checks an asset that another venue has, too: amounts of it mean the same
// everywhere.
func (c *checker) sameDecimals(a, other *Asset) {
	if a.Decimals.Value != other.Decimals.Value && a.Decimals.Pos.Line > 0 && other.Decimals.Pos.Line > 0 {
		c.complain(a.Decimals.Pos, "decimals is "+strconv.FormatInt(a.Decimals.Value, 10),
			strconv.FormatInt(other.Decimals.Value, 10)+", as in line "+strconv.Itoa(other.Decimals.Pos.Line), "")
	}
}

func (c *checker) hotCoins(a *Asset) {
	if a.HotCoins == nil {
		return
	}
	if a.Chain == nil || a.Chain.Model.Text == ModelAccount {
		c.complain(a.HotCoins.Pos, "hot_coins stands beside "+a.Code.Text, "a coin whose chain has model "+ModelUTXO, "")
	}
}

// signers checks who signs for a hot wallet.
func (c *checker) signers(a *Asset) {
	s := a.Signers
	if s == nil {
		return
	}
	if a.Chain == nil {
		c.complain(s.M.Pos, "signers stand beside chain: none", "a chain, or nothing here", "")
	}
	if s.CoSigner != nil {
		c.inAsset("limit", s.CoSigner.Limit, a.Code.Text)
	}
	if n := int64(len(s.Hosts)); s.M.Value < 1 || s.M.Value > n || n > 16 {
		c.complain(s.M.Pos, "m is "+strconv.FormatInt(s.M.Value, 10), "1 to "+strconv.FormatInt(n, 10)+", the number of hosts, which is at most 16", "")
	}
}
