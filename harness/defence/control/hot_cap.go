package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// HotCap is the hot cap: it bounds how much of each coin lies in its hot wallet,
// and how much of all coins together by their value. The rest lies cold, where
// no server has the key; what gathers above the cap is brought there.
//
// Whoever steals the hot key takes what is hot and not more. That holds only
// as long as nobody fills the wallet for him: once a ChainWatch has found a spend
// on no record, nothing is brought from cold storage until the key is rotated.
type HotCap struct {
	Share int64 // parts per million of a coin's holdings, above 0
	Total int64 // the same of all coins' value, 0 for no such cap
}

// ceremonies says how coins come out of cold storage; rota draws it.
const ceremonies = "Three of the five who hold its keys have to come together, twice within 24 hours at most: with the coins it takes them " +
	"two and a half hours on average by day, and eight if they are called at two in the morning; one ceremony in twenty brings nothing " +
	"and is held again. Each is charged as nine hours of staff (all synthetic: two of three to four of seven holders, one to four a day, " +
	"2 to 10 % that fail, six to twenty hours of staff)."

// Info describes the control.
func (HotCap) Info() Info {
	return Info{
		ID: reject.HotCap, Name: "hot_cap",
		Summary: "at most so much of each coin lies in its hot wallet, and nobody refills one that a chain watch warns of",
		Stops:   "taking more with a hot wallet's key than the share that is hot",
		Costs: "withdrawals that exceed the hot wallet wait for coins out of cold storage. " + ceremonies +
			" What it costs depends on how much is withdrawn of what is held; a drill at a small scale, whose market makers keep " +
			"all their coins, never meets the cap",
		Parameters: []Parameter{
			{
				Name: "share", Type: "share", Default: "5 %", Range: "above 0, at most 100 %",
				Real: "20 % at most outside cold storage in Korea", Source: "S168",
			},
			{
				Name: "total_share", Type: "share", Default: "none", Range: "above 0, at most 100 %",
				Real: "5 % by value in Japan since 2020, 2 % in Hong Kong", Source: "S163",
			},
		},
		WouldHaveChanged: []string{
			"Coincheck, January 2018: 98.8 % of what was taken was gone within 8 minutes; at 4 % hot next to nothing of it was there to take, as long as nobody fills the wallet again for the thief, which takes a chain watch",
			"Zaif, September 2018 and KuCoin, 2020: the same theft, a fraction of the loss",
		},
	}
}

// Parse reads share and total_share.
func (HotCap) Parse(p *param.Values) Control {
	return HotCap{Share: p.Share("share"), Total: p.Share("total_share")}
}

// Apply puts the cap in force.
func (c HotCap) Apply(s *mockexchange.Settings) {
	s.Custody.HotCap, s.Custody.HotCapTotal = c.Share, c.Total
}
