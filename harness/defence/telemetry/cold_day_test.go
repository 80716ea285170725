package telemetry_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

// coldDay is the telemetry of a venue whose people sign for cold storage: for a
// transfer that one of them does not recognise, for one of which nobody notices what
// it is, and the block that has it.
func coldDay() []mockexchange.Event {
	GinkgoHelper()
	g := defencetest.Genesis()
	g.Seed, g.Start = 7, defencetest.Start
	g.Settings.Custody.WalletLog.Spends.On = true
	g.Markets = nil
	a := &g.Assets[1]
	a.HouseFunds, a.HotShare, a.Chain.Model = 1_000_000, 500_000, chain.Account
	a.ColdSigning = &custody.ColdSigning{M: 1, N: 2, Builder: "builder", Display: "display", Plain: 1}
	a.Signers, a.CoSigner = custody.Signers{M: 1, Hosts: []string{"wallet-server"}}, &custody.CoSigner{Limit: 10, Window: 10}
	g.Settings.Custody.SigningPolicyLock = custody.SigningPolicyLock{On: true, After: 10, Second: true, Looks: 1}
	g.Staff.ColdSigners = []custody.ColdSigner{{}, {}}
	nodes, err := g.StartChains(nil)
	Expect(err).NotTo(HaveOccurred())
	venue, err := mockexchange.New(g, nil)
	Expect(err).NotTo(HaveOccurred())
	v := &visit{venue: venue, nodes: nodes, now: defencetest.Start}
	for _, host := range []string{"builder", "display"} {
		plant := mockexchange.Command{
			Kind: mockexchange.PlantImplant, Auth: mockexchange.AuthHost, Credential: access.HostCredential(7, host), Label: host,
			Asset: 2, Address: defencetest.There,
		}
		_, err := venue.Apply(v.now, &plant)
		Expect(err).NotTo(HaveOccurred())
		v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.TransferCold, Asset: 2, Amount: 1_000})
		v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.SignTransfer, Asset: 2})
	}
	v.block()
	limit := mockexchange.Command{Kind: mockexchange.SetSigningLimit, Label: "wallet-server", Asset: 2, Amount: 20}
	for _, auth := range []mockexchange.Auth{mockexchange.AuthHost, mockexchange.AuthOperator} { // turned down, and in force
		c := limit
		if c.Auth = auth; auth == mockexchange.AuthHost {
			c.Credential = access.HostCredential(7, c.Label)
			_, err := venue.Apply(v.now, &c)
			Expect(err).NotTo(HaveOccurred())
		} else {
			v.do(auth, c)
		}
		v.now += 10
		v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.PayOut, Asset: 2})
	}
	return venue.TakeEvents(nil)
}
