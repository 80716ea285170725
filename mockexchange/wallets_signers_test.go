package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A hot wallet of several keys", Label("embedded"), func() {
	// spend takes everything from the hot address with the keys that lie on the
	// hosts.
	spend := func(v *venue, asset uint16, hosts ...string) error {
		g, n := v.Genesis(), v.nodes[asset-1]
		policy := g.Wallet(asset).HotPolicy()
		from := policy.Address()
		t := &chain.Transaction{Policies: []chain.Policy{policy}, Fee: n.Spec().MinFee}
		left := n.Balance(from) - t.Fee
		if n.Spec().Model == chain.Account {
			t.From, t.Nonce = from, n.NextNonce(from)
		}
		for _, c := range n.Unspent(from) {
			t.Inputs = append(t.Inputs, c.OutPoint)
		}
		t.Outputs = []chain.Output{{To: thiefs(asset), Amount: left}}
		for _, k := range g.Signers(asset).On(hosts, g.Seed, g.Assets[asset-1].Code) {
			t.Sign(&k)
		}
		return n.Submit(t)
	}
	open := func(m custody.Multisig) *venue {
		g := smallGenesis(2)
		g.Settings.Custody.Multisig = m
		for a := btc; a <= xem; a++ {
			g.Assets[a-1].Signers = custody.Signers{M: 1, Hosts: []string{"wallet-1"}}
		}
		return openVenue(g)
	}

	for _, asset := range []uint16{btc, xem} {
		name := smallGenesis(1).Assets[asset-1].Code

		It("is open to whoever holds the one host of its one key, "+name, func() {
			v := open(custody.Multisig{})
			Expect(spend(v, asset, "elsewhere")).To(MatchError(chain.ErrSignature))
			Expect(spend(v, asset, "wallet-1")).To(Succeed())
		})

		It("is closed to whoever holds one of three hosts, and pays, is swept and rotated as ever, "+name, func() {
			v := open(custody.Multisig{M: 2, N: 3, Separate: true})
			Expect(spend(v, asset, "wallet-1")).To(MatchError(chain.ErrSignature))
			Expect(spend(v, asset, "wallet-1/signer-2")).To(MatchError(chain.ErrSignature))
			v.key(1, mx.Command{Kind: mx.RequestWithdrawal, Asset: asset, Amount: 10_000_000, Address: outside(1)})
			v.pay(asset)
			v.mined(asset)
			Expect(v.state(1)).To(Equal([]any{custody.Confirmed, reject.None}))
			v.staff(mx.Command{Kind: mx.RotateHotKey, Asset: asset})
			v.staff(mx.Command{Kind: mx.SweepToCold, Asset: asset})
			v.mined(asset)
			Expect(v.truth(asset)[0]).To(BeZero())
			Expect(v.believed(asset)).To(Equal(v.truth(asset)))
			Expect(v.audit(asset)).To(Succeed())
		})

		It("is open to whoever holds two of three hosts, "+name, func() {
			Expect(spend(open(custody.Multisig{M: 2, N: 3, Separate: true}), asset, "wallet-1", "wallet-1/signer-3")).To(Succeed())
		})

		It("is open to whoever runs the machines beside the wallet server, and not where people hold the keys, "+name, func() {
			held := append(custody.MachinesBeside("wallet-1"), "wallet-1")
			Expect(spend(open(custody.Multisig{M: 2, N: 3, Separate: true, People: 1}), asset, held...)).To(Succeed())
			Expect(spend(open(custody.Multisig{M: 15, N: 15, Separate: true}), asset, held...)).To(Succeed())
			Expect(spend(open(custody.Multisig{M: 2, N: 3, Separate: true, People: 2}), asset, held...)).To(MatchError(chain.ErrSignature))
			Expect(spend(open(custody.Multisig{M: 3, N: 3, Separate: true, People: 1}), asset, held...)).To(MatchError(chain.ErrSignature))
		})

		It("has an address with as many signers as any, and a co-signer beside them, "+name, func() {
			for m := 1; m <= custody.MaxSigners; m++ {
				g := smallGenesis(2)
				g.Settings.Custody.Multisig = custody.Multisig{M: m, N: custody.MaxSigners, Separate: true}
				g.Settings.Custody.SignerVelocity.Share = 500_000
				policy := g.Wallet(asset).HotPolicy()
				Expect(policy.Address()).NotTo(Equal(chain.Address{}), "%d of %d keys", policy.M, len(policy.Keys))
				_, err := mx.New(g, nil)
				Expect(err).NotTo(HaveOccurred())
			}
		})

		It("is worth nothing with all its keys on one host, "+name, func() {
			Expect(spend(open(custody.Multisig{M: 2, N: 3}), asset, "wallet-1")).To(Succeed())
			Expect(spend(open(custody.Multisig{M: 3, N: 3}), asset, "wallet-1")).To(Succeed())
		})
	}

	It("has an address of its own, and the one that it ever had if there is one key", func() {
		spec := chain.Spec{Network: "t", BlockInterval: 1, MinFee: 1}
		plain := custody.NewWallet(seed, "T", spec, custody.Signers{}).Hot()
		Expect(custody.NewWallet(seed, "T", spec, custody.Signers{M: 1, Hosts: []string{"a"}}).Hot()).To(Equal(plain))
		Expect(custody.NewWallet(seed, "T", spec, custody.Signers{M: 1, Hosts: []string{"a", "b"}}).Hot()).NotTo(Equal(plain))
	})

	DescribeTable("is refused in a genesis that cannot be",
		func(change func(*mx.Genesis), message string) {
			g := smallGenesis(1)
			change(g)
			Expect(g.Validate()).To(MatchError(message))
		},
		Entry("more signatures than keys", func(g *mx.Genesis) { g.Assets[xem-1].Signers = custody.Signers{M: 2, Hosts: []string{"a"}} },
			"genesis: asset 3, XEM: 2 of 1 signers, expected 1 to n of at most 16"),
		Entry("nobody who signs", func(g *mx.Genesis) { g.Settings.Custody.Multisig = custody.Multisig{M: 1} },
			"genesis: multisig: 1 of 0 signers, expected at least one"),
		Entry("more people than keys", func(g *mx.Genesis) { g.Settings.Custody.Multisig = custody.Multisig{M: 1, N: 2, People: 2} },
			"genesis: multisig: 2 people hold keys beside the server's, expected 0 to 1"),
		Entry("a signer who leaves before he comes", func(g *mx.Genesis) {
			g.Staff.Signers = []custody.Signer{{Away: []custody.Absence{{From: 2, Until: 1}}}}
		}, "genesis: staff: signer 1: absences out of order, or outside of all time"),
		Entry("more keys than a chain takes", func(g *mx.Genesis) { g.Settings.Custody.Multisig = custody.Multisig{M: 1, N: 17} },
			"genesis: multisig: 1 of 17 signers, expected 1 to n of at most 16"),
		Entry("a cap above everything", func(g *mx.Genesis) { g.Settings.Custody.HotCap = 1_000_001 },
			"genesis: hot cap 1000001 ppm, expected 0 for none to 1,000,000"),
	)
})
