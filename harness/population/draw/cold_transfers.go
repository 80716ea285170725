package draw

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// coldSigning is who signs for an asset's cold storage; nil for a ceremony.
func coldSigning(s *scenarios.ColdSigning) *custody.ColdSigning {
	if s == nil {
		return nil
	}
	return &custody.ColdSigning{
		M: int(s.M.Value), N: int(s.People.Value), Builder: s.Builder.Text, Display: s.Display.Text,
		Blind: s.Blind.PPM, Plain: s.Plain.PPM,
	}
}

// coldTransfers puts what staff has signed for cold storage among its chores.
func (b *builder) coldTransfers() error {
	g := &b.world.Genesis
	for i := range b.venue.ColdTransfers {
		t := &b.venue.ColdTransfers[i]
		c := mockexchange.Command{Kind: mockexchange.TransferCold}
		var err error
		if c.Amount, err = b.amount(&t.Amount); err != nil {
			return err
		}
		c.Asset, _ = g.AssetID(t.Amount.Asset.Text) // loading made sure of it
		if t.Signed != nil {
			c.Until = t.Signed.Unix
		}
		b.world.Chores = append(b.world.Chores, Chore{At: t.At.Unix, Command: c})
	}
	for i := range b.venue.SigningLimits {
		l := &b.venue.SigningLimits[i]
		c := mockexchange.Command{Kind: mockexchange.SetSigningLimit, Label: "LIM-" + strconv.Itoa(i+1)}
		var err error
		if c.Amount, err = b.signingLimit(&l.Amount); err != nil {
			return err
		}
		c.Asset, _ = g.AssetID(l.Amount.Asset.Text)
		b.world.Chores = append(b.world.Chores, Chore{At: l.At.Unix, Command: c})
	}
	for i := range b.venue.WalletUpgrades {
		u := &b.venue.WalletUpgrades[i]
		c := mockexchange.Command{Kind: mockexchange.ApproveMigration, Until: u.At.Unix, Label: "CHG-" + strconv.Itoa(len(b.venue.Migrations)+i+1)}
		c.Asset, _ = g.AssetID(u.Asset.Text)
		b.world.Chores = append(b.world.Chores, Chore{At: u.Announced.Unix, Command: c})
		c.Kind, c.Until = mockexchange.UpgradeWallet, 0
		b.world.Chores = append(b.world.Chores, Chore{At: u.At.Unix, Command: c})
	}
	slices.SortStableFunc(b.world.Chores, func(x, y Chore) int { return cmp.Compare(x.At, y.At) })
	return nil
}

// signingLimit is what a co-signer keeps to, in base units: where customers own what
// there are of them, of so many of them as the scale leaves.
func (b *builder) signingLimit(a *scenarios.Amount) (int64, error) {
	limit, err := b.amount(a)
	for i := range b.venue.Assets {
		if own := &b.venue.Assets[i]; own.Code.Text == a.Asset.Text && own.CustomerFunds != nil {
			return limit, err
		}
	}
	limit, _ = money.MulDiv(limit, b.scale, money.Whole, money.Up)
	return limit, err
}
