package history

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/scenarios"
)

// accounts finds those whom an entry of the record names, by now.
func (h *monitor) accounts(now int64, names string) []uint32 {
	switch names {
	case scenarios.AlertComplaining:
		return append([]uint32(nil), h.wronged.All...)
	case scenarios.AlertRobbed:
		return append([]uint32(nil), h.victims.accounts.All...)
	case scenarios.AlertCounterparties:
		since, atLeast := int64(0), int64(0)
		if h.profiteers != nil {
			since, atLeast = now-h.profiteers.within, h.profiteers.atLeast
		}
		return h.victims.winners(since, atLeast)
	case scenarios.AlertProfiting:
		return h.profiteers.winners(now)
	case scenarios.AlertOverpaid:
		return h.overpaid.accounts()
	}
	return nil
}

// earlier are those whom an entry names that takes something back: of people
// who gained, those whom the record froze before.
func (h *monitor) earlier(now int64, names string) []uint32 {
	gained := names == scenarios.AlertProfiting || names == scenarios.AlertCounterparties
	if gained && len(h.frozen) > 0 {
		return append([]uint32(nil), h.frozen...)
	}
	return h.accounts(now, names)
}

// rollback undoes trades of one market, or of every one, at a price or above,
// of everybody or of those whom the record names.
func (h *monitor) rollback(now int64, r *scenarios.Action) (list []defence.Action) {
	a := defence.Action{Name: "rollback_trades"}
	if r.Since != nil {
		a.Since = r.Since.Unix
	}
	if r.Until != nil {
		a.Until = r.Until.Unix
	}
	if r.Names != nil {
		if a.Accounts = h.earlier(now, r.Names.Text); len(a.Accounts) == 0 {
			return nil
		}
	}
	for _, symbol := range h.hello.Markets {
		if r.Market != nil && symbol != h.symbol(r.Market.Text) {
			continue
		}
		one := a
		one.Market = symbol
		if r.PriceAbove != nil {
			one.Price, one.Above = h.price(symbol, r.PriceAbove), true
		}
		list = append(list, one)
	}
	return list
}

// price is a price at the scale of a market; 0 if the record has no such
// market, which loading rules out.
func (h *monitor) price(symbol string, p *scenarios.Amount) int64 {
	for i := range h.venues {
		v := &h.venues[i]
		if len(h.venues) > 1 && v.Name.Text != h.hello.Venue {
			continue
		}
		for j := range v.Markets {
			if h.symbol(v.Markets[j].Symbol()) == symbol {
				n, _ := p.Units(v.Markets[j].PriceScale.Value)
				return n
			}
		}
	}
	return 0
}

// compensate shares an amount out to those whom the record names, in proportion
// to what they lost by trades.
func (h *monitor) compensate(now int64, r *scenarios.Action) (list []defence.Action) {
	if r.Rate != nil && r.Asset != nil {
		return h.payHolders(r)
	}
	if r.Total == nil || r.Names == nil {
		return nil
	}
	accounts, since := h.accounts(now, r.Names.Text), int64(0)
	if r.Since != nil {
		since = r.Since.Unix
	}
	if len(accounts) == 0 {
		return nil
	}
	for i, part := range h.victims.shares(h.units(r.Total), accounts, since) {
		if part > 0 {
			list = append(list, defence.Action{
				Name: "compensate", Accounts: accounts[i : i+1 : i+1], Asset: r.Total.Asset.Text, Amount: part,
				Text: "for trades that were not theirs",
			})
		}
	}
	return list
}

// units is an amount in base units of its asset; 0 if the venue does not have
// the asset.
func (h *monitor) units(amount *scenarios.Amount) int64 {
	for i := range h.hello.Assets {
		if h.hello.Assets[i].Code == amount.Asset.Text {
			n, _ := amount.Units(int64(h.hello.Assets[i].Decimals))
			return n
		}
	}
	return 0
}

// protect sets the share of fees that goes to a protection fund.
func (h *monitor) protect(r *scenarios.Action) []defence.Action {
	a := defence.Action{Name: "fund_protection"}
	if r.Share != nil {
		a.Amount = r.Share.PPM
	}
	return []defence.Action{a}
}

// relieve lets those whom the record names trade free of fees, or promises
// everybody a share of theirs.
func (h *monitor) relieve(now int64, r *scenarios.Action) []defence.Action {
	a := defence.Action{Name: r.Action.Text, Until: r.Until.Unix}
	if r.Names != nil {
		if a.Accounts = h.accounts(now, r.Names.Text); len(a.Accounts) == 0 {
			return nil
		}
	}
	if r.Share != nil {
		a.Asset, a.Amount = r.Asset.Text, r.Share.PPM
	}
	return []defence.Action{a}
}
