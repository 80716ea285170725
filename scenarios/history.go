package scenarios

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// History is what the real exchange did, in the order of time.
type History struct {
	Alerts  []Alert  `key:"alerts"`
	Actions []Action `key:"actions"`

	Gain *Gain `key:"gain,optional"` // needed where an entry names AlertProfiting
}

// Gain says which accounts profited.
type Gain struct {
	Within  Duration `key:"within"`   // counting trades back from the entry
	AtLeast Amount   `key:"at_least"` // in the currency
}

// Alert is the exchange noticing something.
type Alert struct {
	At    Time      `key:"at" check:"clock"`
	Venue *Name     `key:"venue,optional" check:"venue"` // absent for every venue
	Names Name      `key:"names"`                        // whom it accuses: AlertComplaining, AlertProfiting, AlertDrained, AlertRobbed
	Title Bilingual `key:"title"`
}

// Which accounts an entry of the record names. Nobody published their numbers,
// so they are found in the run, in the same way.
const (
	// AlertComplaining are the accounts whose owners complained of theft so far.
	AlertComplaining = "complaining_accounts"
	// AlertProfiting are the accounts that gained from the moves of prices so
	// far: what they bought is worth more by now, and what they sold less, than
	// they paid or got, by as much as Gain says. An entry that takes
	// something back names those that the entries before it named.
	AlertProfiting = "profiting_accounts"
	// AlertDrained are the hot wallets that somebody else has spent from so far.
	AlertDrained = "drained_wallets"
	// AlertRobbed are the accounts in which an order or a withdrawal with a stolen
	// key was taken so far, since the thief came, or whose owners complained of
	// theft.
	AlertRobbed = "robbed_accounts"
	// AlertCounterparties are the accounts that gained by trades with those so
	// far: what they got is worth more at reference prices than what they gave,
	// by as much as Gain says if it is there.
	AlertCounterparties = "counterparty_accounts"
	// AlertHolders are the accounts that own some of the action's asset by the
	// venue's books. If nobody came there is nothing to pay them for, and they are none.
	AlertHolders = "asset_holders"
	// AlertOverpaid are the accounts that bought in the action's market since a
	// time at its price or above, and whose trades stand.
	AlertOverpaid = "overpaying_accounts"
)

// Action is one thing that the exchange did. Which keys there are depends on
// the action.
type Action struct {
	At           Time   `key:"at" check:"record"` // when it took effect
	Action       Name   `key:"action"`
	Venue        *Name  `key:"venue,optional" check:"venue"`   // absent for every venue
	Asset        *Name  `key:"asset,optional" check:"asset"`   // absent for all
	Market       *Name  `key:"market,optional" check:"market"` // "BTC/JPY"; absent for all
	NewOnly      bool   `key:"new_addresses_only,optional"`
	CreatedUntil *Time  `key:"created_until,optional"` // keys created up to here
	Abused       bool   `key:"abused,optional"`        // keys that the attacker presented so far
	Connected    bool   `key:"connected,optional"`     // keys that name the vendor whose list leaked: without a label no venue knows whose they are
	HandedOver   bool   `key:"handed_over,optional"`   // keys on the list that leaked, as far as they live: whose list it was could hand it over
	Remove       []Name `key:"remove,optional"`        // rights: read, trade, withdraw
	Names        *Name  `key:"names,optional"`         // accounts, as in Alert
	Loot         bool   `key:"loot,optional"`          // addresses that the thief's transactions paid so far, as anybody can read on the chain
	Text         *Name  `key:"text,optional"`          // what a tag or a request says

	Since      *Time   `key:"since,optional" check:"clock"`  // trades from here on: to roll back, or to make good
	Until      *Time   `key:"until,optional" check:"record"` // trades up to here, absent for the action's own time; or the end of a promise about fees
	PriceAbove *Amount `key:"price_above,optional"`          // trades at this price or a higher one
	Total      *Amount `key:"total,optional"`                // to compensate with, all accounts together
	Rate       *Amount `key:"rate,optional"`                 // the same for each whole coin of the asset, with up to 6 decimals, rounded down for each account
	Share      *Share  `key:"share,optional"`                // of fees, from now on

	Counterfactual bool `key:"counterfactual,optional"` // asked for, or likely, and documented by nobody
}

// Claims that are made in public.
const (
	ClaimAssetsSafe      = "assets_safe"
	ClaimServicesStopped = "services_stopped"
	ClaimCauseKnown      = "cause_known"
	ClaimReopening       = "reopening"
	ClaimNothingWrong    = "nothing_wrong"
	ClaimCompensation    = "compensation"
)

// claims is the vocabulary of statements.
func claims() []string {
	return []string{ClaimAssetsSafe, ClaimServicesStopped, ClaimCauseKnown, ClaimReopening, ClaimNothingWrong, ClaimCompensation}
}

// Statement is one structured claim in public.
type Statement struct {
	At    Time      `key:"at" check:"run"`
	By    *Name     `key:"by,optional"` // somebody who is no venue, such as a vendor; absent for the venue
	Claim Name      `key:"claim"`
	Due   *Time     `key:"due,optional"` // by when a promise is to be kept: a reopening, a compensation
	Says  Bilingual `key:"says"`
}

// Text is what is announced: the claim, and by when it is to be kept.
func (s *Statement) Text() string {
	if s.Due == nil {
		return s.Claim.Text
	}
	return s.Claim.Text + " " + time.Unix(0, s.Due.Unix).UTC().Format(time.RFC3339)
}

func (c *checker) history() {
	h := &c.s.History
	var last Time
	for i := range h.Alerts {
		a := &h.Alerts[i]
		c.known("selection", a.Names, []string{AlertComplaining, AlertDrained, AlertProfiting, AlertRobbed, AlertCounterparties})
		c.gain(a.Names)
	}
	for i := range h.Actions {
		a := &h.Actions[i]
		if a.At.Unix < last.Unix {
			c.complain(a.At.Pos, "at is "+a.At.Text, "a time that is not before the action above, "+last.Text, "")
		}
		last = a.At
		c.action(a)
	}
	last = Time{}
	for i := range c.s.Statements {
		s := &c.s.Statements[i]
		if s.At.Unix < last.Unix {
			c.complain(s.At.Pos, "at is "+s.At.Text, "a time that is not before the statement above, "+last.Text, "")
		}
		last = s.At
		c.known("claim", s.Claim, claims())
		c.promise(s)
	}
}

// promise checks by when a statement is to be kept.
func (c *checker) promise(s *Statement) {
	switch promise := s.Claim.Text == ClaimReopening || s.Claim.Text == ClaimCompensation; {
	case s.Due == nil:
	case !promise:
		c.complain(s.Due.Pos, "due stands beside "+s.Claim.Text, "it beside a promise: "+ClaimReopening+" or "+ClaimCompensation, "")
	case s.Due.Unix <= s.At.Unix:
		c.complain(s.Due.Pos, "due is "+s.Due.Text, "a time after the statement's, "+s.At.Text, "")
	}
}

func (c *checker) action(a *Action) {
	if a.CreatedUntil != nil && a.CreatedUntil.Unix > c.s.Clock.End.Unix {
		c.complain(a.CreatedUntil.Pos, "created_until is "+a.CreatedUntil.Text, "a time before the clock ends, "+c.s.Clock.End.Text, "")
	}
	if a.Names != nil {
		c.selected(a)
	}
	for _, right := range a.Remove {
		c.known("right", right, []string{"read", "trade", "withdraw"})
	}
	c.aboutWallets(a)
	c.aboutLoot(a)
	c.remediation(a)
}

// aboutWallets checks an action upon hot wallets.
func (c *checker) aboutWallets(a *Action) {
	if a.Asset == nil || a.Action.Text != "sweep_to_cold" && a.Action.Text != "rotate_hot_key" {
		return
	}
	if asset := c.assets[a.Asset.Text]; asset != nil && asset.Chain == nil && asset.Code.Pos.Line > 0 {
		c.complain(a.Asset.Pos, "asset is "+yamldoc.Quoted(a.Asset.Text)+", which has no chain", "a coin beside "+a.Action.Text, "")
	}
}

// aboutLoot checks an action about addresses.
func (c *checker) aboutLoot(a *Action) {
	about := slices.Contains(uponAddresses(), a.Action.Text)
	switch {
	case a.Loot && !about:
		c.complain(a.Action.Pos, "loot stands beside "+a.Action.Text, "it beside "+strings.Join(uponAddresses(), ", "), "")
	case about && !a.Loot:
		c.complain(a.Action.Pos, "loot is missing", "loot: true beside "+a.Action.Text+", as nobody published addresses of a drill", "")
	case a.Text != nil && !about:
		c.complain(a.Text.Pos, "text stands beside "+a.Action.Text, "it beside "+strings.Join(uponAddresses(), ", "), "")
	}
}

// uponAddresses are the actions about addresses that the loot went to.
func uponAddresses() []string {
	return []string{"block_address", "tag_address", "request_freeze"}
}

// selected checks an action upon accounts that are found in the run.
func (c *checker) selected(a *Action) {
	c.known("selection", *a.Names, []string{AlertProfiting, AlertComplaining, AlertRobbed, AlertCounterparties, AlertHolders, AlertOverpaid})
	if !slices.Contains(uponAccounts(), a.Action.Text) {
		c.complain(a.Names.Pos, "names stands beside "+a.Action.Text, "it beside "+strings.Join(uponAccounts(), ", "), "")
	}
	c.gain(*a.Names)
}

// uponAccounts are the actions whose accounts can be found in the run.
func uponAccounts() []string {
	return []string{"hold", "approve", "reject", "freeze_accounts", "unfreeze_accounts", actionRollback, actionCompensate, actionWaive}
}

// gain complains of accounts that profited where nothing says what that is.
func (c *checker) gain(n Name) {
	if n.Text == AlertProfiting && c.s.History.Gain == nil {
		c.complain(n.Pos, "names is "+AlertProfiting, "gain: in history, which says what a profit is", "")
	}
}

// The actions of the record that have keys of their own.
const (
	actionRollback   = "rollback_trades"
	actionCompensate = "compensate"
	actionProtect    = "fund_protection"
	actionWaive      = "waive_fees"
	actionRebate     = "rebate_fees"
)

// remediation checks the keys of actions that make something good.
func (c *checker) remediation(a *Action) {
	for _, key := range []struct {
		name   string
		pos    yamldoc.Position
		there  bool
		beside []string
	}{
		{"since", posOf(a.Since), a.Since != nil, []string{actionRollback, actionCompensate, actionWaive}},
		{"until", posOf(a.Until), a.Until != nil, []string{actionRollback, actionWaive, actionRebate}},
		{"price_above", posOf(a.PriceAbove), a.PriceAbove != nil, []string{actionRollback, actionWaive}},
		{"total", posOf(a.Total), a.Total != nil, []string{actionCompensate}},
		{"rate", posOf(a.Rate), a.Rate != nil, []string{actionCompensate}},
		{"share", posOf(a.Share), a.Share != nil, []string{actionProtect, actionRebate}},
	} {
		if key.there && !slices.Contains(key.beside, a.Action.Text) {
			c.complain(key.pos, key.name+" stands beside "+a.Action.Text, "it beside "+strings.Join(key.beside, " or "), "")
		}
	}
	c.remediationAmounts(a)
	c.rate(a)
	c.overpaid(a)
	if a.Since != nil {
		c.after("at", a.At, *a.Since, "since")
	}
	if a.Until != nil && a.Since != nil {
		c.after("until", *a.Until, *a.Since, "since")
	}
	if a.PriceAbove != nil && a.Market != nil {
		c.priceInQuote("price_above", *a.PriceAbove, a.Market.Text)
	}
}

// overpaid checks what says who paid too much.
func (c *checker) overpaid(a *Action) {
	if a.Names != nil && a.Names.Text == AlertOverpaid && (a.Market == nil || a.Since == nil || a.PriceAbove == nil) {
		c.complain(a.Names.Pos, "names is "+AlertOverpaid, "market:, since: and price_above: beside it", "")
	}
}

// rate checks a payment for each coin that somebody owns.
func (c *checker) rate(a *Action) {
	holders := a.Names != nil && a.Names.Text == AlertHolders
	switch {
	case holders && (a.Rate == nil || a.Asset == nil):
		c.complain(a.Names.Pos, "names is "+AlertHolders, "rate: and asset: beside it", "")
	case a.Rate == nil:
		return
	case !holders || a.Total != nil:
		c.complain(a.Rate.Pos, "rate is "+a.Rate.Text+" "+a.Rate.Asset.Text, "names: "+AlertHolders+" beside it, and no total", "")
	}
	if a.Rate != nil {
		if _, ok := a.Rate.Units(RateDecimals); !ok {
			c.complain(a.Rate.Pos, "rate is "+a.Rate.Text, "at most "+strconv.Itoa(RateDecimals)+" decimals", "")
		}
	}
}

// RateDecimals is how many decimals a rate may have, whatever its asset has.
const RateDecimals = 6

// remediationAmounts complains of actions without what says how much.
func (c *checker) remediationAmounts(a *Action) {
	for _, key := range []struct {
		action, name string
		there        bool
	}{
		{actionRollback, "market", a.Market != nil},
		{actionRollback, "since", a.Since != nil},
		{actionCompensate, "total", a.Total != nil || a.Rate != nil},
		{actionCompensate, "names", a.Names != nil},
		{actionProtect, "share", a.Share != nil},
		{actionRebate, "share", a.Share != nil},
		{actionRebate, "asset", a.Asset != nil},
		{actionRebate, "until", a.Until != nil},
		{actionWaive, "names", a.Names != nil},
		{actionWaive, "until", a.Until != nil},
	} {
		if a.Action.Text == key.action && !key.there {
			c.complain(a.Action.Pos, key.name+" is missing", "it beside "+key.action, "")
		}
	}
}
