package mockexchange

import (
	"errors"
	"fmt"
	"time"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Validate says what makes a genesis impossible, nil if nothing does. Balances
// are checked when they are booked.
func (g *Genesis) Validate() error {
	if g.Start < 0 || g.Start > latest {
		return fmt.Errorf("genesis: start %d is not a time between 1970 and 2116", g.Start)
	}
	for i := range g.Assets {
		err := g.Assets[i].validate()
		if err == nil {
			err = g.validateToken(&g.Assets[i])
		}
		if err != nil {
			return fmt.Errorf("genesis: asset %d, %s: %w", i+1, g.Assets[i].Code, err)
		}
	}
	if err := g.validateVelocityLimits(); err != nil {
		return err
	}
	for i := range g.Markets {
		if err := g.validateMarket(&g.Markets[i]); err != nil {
			return fmt.Errorf("genesis: market %d: %w", i+1, err)
		}
	}
	if err := g.Staff.Check(); err != nil {
		return fmt.Errorf("genesis: staff: %w", err)
	}
	return g.Settings.validate()
}

func (a *Asset) validate() error {
	if a.Decimals > money.MaxDecimals {
		return fmt.Errorf("%d decimals, expected at most %d", a.Decimals, money.MaxDecimals)
	}
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"reference", a.Reference},
		{"withdrawal fee", a.WithdrawalFee},
		{"least withdrawal", a.MinWithdrawal},
		{"confirmations", int64(a.Confirmations)},
		{"house funds", a.HouseFunds},
	} {
		if n.value < 0 || n.value > money.MaxSupply {
			return fmt.Errorf("%s %d, expected 0 to 2^62", n.name, n.value)
		}
	}
	if err := a.Signers.Check(); err != nil {
		return err
	}
	if a.Chain == nil {
		return nil
	}
	if a.ColdSigning != nil {
		if err := a.ColdSigning.Check(); err != nil {
			return err
		}
	}
	if a.CoSigner != nil {
		if err := a.CoSigner.Check(); err != nil {
			return err
		}
		if len(a.Signers.Hosts) == 0 {
			return errors.New("a co-signer, and nobody beside whom he signs")
		}
	}
	spec := *a.Chain
	spec.BlockInterval = 1 // when blocks come is a matter of whoever mines
	return spec.Check()
}

// validateToken holds a token against the coin whose chain it lives on.
func (g *Genesis) validateToken(a *Asset) error {
	switch {
	case a.On == 0 && (a.Chain == nil || a.Chain.Gas == 0):
		return nil
	case a.On == 0:
		return errors.New("gas of a coin, expected a token that lives on one")
	case int(a.On) > len(g.Assets):
		return fmt.Errorf("lives on asset %d, there are %d", a.On, len(g.Assets))
	case a.Chain == nil || a.Chain.Gas == 0:
		return errors.New("a token without gas")
	case len(a.Signers.Hosts) > 0:
		return errors.New("signers of a token, expected them at its coin")
	}
	coin := &g.Assets[a.On-1]
	if coin.On != 0 || coin.Chain == nil || coin.Chain.Model != chain.Account || coin.Chain.Network != a.Chain.Network {
		return fmt.Errorf("lives on %s, expected a coin with an account chain of network %s", coin.Code, a.Chain.Network)
	}
	return nil
}

// validateMarket holds a market against the assets that it names.
func (g *Genesis) validateMarket(s *market.Spec) error {
	if err := s.Validate(); err != nil {
		return err
	}
	if int(max(s.Base, s.Quote)) > len(g.Assets) {
		return fmt.Errorf("%s: assets %d and %d, there are %d", s.Symbol, s.Base, s.Quote, len(g.Assets))
	}
	base, quote := g.Assets[s.Base-1].Decimals, g.Assets[s.Quote-1].Decimals
	if s.BaseDecimals != base || s.QuoteDecimals != quote {
		return fmt.Errorf("%s: %d and %d decimals, its assets have %d and %d", s.Symbol, s.BaseDecimals, s.QuoteDecimals, base, quote)
	}
	return nil
}

// mostConfirmations keeps heights and confirmations within 64 bits.
const mostConfirmations = 1_000_000

// longest is the longest span that a setting may name.
const longest = 100 * 365 * 24 * time.Hour

func (s *Settings) validate() error {
	for _, n := range []struct {
		name string
		span int64
	}{
		{"unlisted expiry", s.Access.UnlistedExpiry},
		{"hold of new keys", s.Access.CredentialHold},
		{"window of keys' requests", s.Access.RateLimit.Window},
		{"hold of first-seen addresses", s.Custody.FirstSeenHold},
		{"pay-out interval", int64(s.PayOutEvery)},
		{"reconciliation interval", int64(s.ReconcileEvery)},
	} {
		if n.span < 0 || n.span > int64(longest) {
			return fmt.Errorf("genesis: %s %s, expected 0 to 100 years", n.name, time.Duration(n.span))
		}
	}
	if c := s.Custody.HotCap; c < 0 || c > 1_000_000 {
		return fmt.Errorf("genesis: hot cap %d ppm, expected 0 for none to 1,000,000", c)
	}
	if c := s.Custody.HotCapTotal; c < 0 || c > 1_000_000 {
		return fmt.Errorf("genesis: hot cap of all coins %d ppm, expected 0 for none to 1,000,000", c)
	}
	if d := s.Custody.ConfirmationsByAmount; d.Above < 0 || d.Confirmations > mostConfirmations {
		return fmt.Errorf("genesis: %d confirmations above a value of %d, expected at most 1,000,000 above one of 0 or more", d.Confirmations, d.Above)
	}
	if m := s.Custody.Multisig; m != (custody.Multisig{}) && m.N < 1 {
		return fmt.Errorf("genesis: multisig: %d of %d signers, expected at least one", m.M, m.N)
	}
	if m := &s.Custody.Multisig; m.People < 0 || m.People > 0 && m.People >= m.N {
		return fmt.Errorf("genesis: multisig: %d people hold keys beside the server's, expected 0 to %d", m.People, m.N-1)
	}
	if err := s.Custody.Multisig.Over(custody.Signers{}).Check(); err != nil {
		return fmt.Errorf("genesis: multisig: %w", err)
	}
	if a := &s.Access; min(a.RateLimit.Requests, a.RateLimit.Orders, a.DayTurnover) < 0 {
		return fmt.Errorf("genesis: limits of a key: %d requests, %d orders, turnover %d, expected 0 for none or more",
			a.RateLimit.Requests, a.RateLimit.Orders, a.DayTurnover)
	}
	if err := s.Market.Validate(); err != nil {
		return fmt.Errorf("genesis: %w", err)
	}
	if err := s.Custody.Check(); err != nil {
		return fmt.Errorf("genesis: %w", err)
	}
	if s.Custody.DayLimit < 0 {
		return fmt.Errorf("genesis: withdrawal limit %d a day, expected 0 for none or more", s.Custody.DayLimit)
	}
	return nil
}
