package telemetry_test

import (
	"encoding/json"
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The telemetry", func() {
	It("lists every type of event with its service", func() {
		var types []string
		for _, info := range telemetry.Events() {
			types = append(types, info.Type)
			Expect(info.Summary).NotTo(BeEmpty(), info.Type)
			Expect(info.ClassUID).To(BeElementOf(3002, 3004, 6003, 7001), info.Type)
		}
		var want []string
		for i, t := range mockexchange.EventTypes() {
			want = append(want, t.String())
			Expect(telemetry.Events()[i].Service).To(Equal(t.Service().String()))
		}
		Expect(types).To(Equal(want))
	})

	It("describes every field, with a sample of its type", func() {
		for _, info := range telemetry.Events() {
			for _, f := range info.Fields {
				Expect(f.Name).To(MatchRegexp(`^[a-z]+(_[a-z]+)*$`))
				Expect(f.Description).NotTo(BeEmpty(), f.Name)
				Expect(f.Unit != "").To(Equal(f.Type == "integer"), f.Name)
				switch f.Type {
				case "integer":
					Expect(f.Sample).To(MatchRegexp(`^-?\d+$`), f.Name)
				case "boolean":
					Expect(f.Sample).To(BeElementOf("true", "false"), f.Name)
				default:
					Expect(f.Type).To(Equal("text"), f.Name)
					Expect(f.Sample).NotTo(BeEmpty(), f.Name)
				}
			}
		}
	})

	It("names no field twice in an event", func() {
		for _, info := range telemetry.Events() {
			seen := map[string]bool{}
			for _, f := range info.Fields {
				Expect(seen).NotTo(HaveKey(f.Name), info.Type)
				seen[f.Name] = true
			}
		}
	})

	It("gives an event's fields under their names", func() {
		Expect(telemetry.Fields(&defencetest.Withdrawn, defencetest.Directory())).To(Equal([]telemetry.Field{
			{Name: "seq", Value: int64(48213)},
			{Name: "at", Value: int64(1_515_244_453_120_934_551)},
			{Name: "type", Value: "withdrawal_requested"},
			{Name: "service", Value: "withdrawals"},
			{Name: "op", Value: "request_withdrawal"},
			{Name: "auth", Value: "key"},
			{Name: "source", Value: "203.0.113.7"},
			{Name: "account", Value: int64(10422)},
			{Name: "key", Value: int64(3371)},
			{Name: "vendor", Value: "vendor-2"},
			{Name: "asset", Value: "AAA"},
			{Name: "withdrawal", Value: int64(2107)},
			{Name: "first_seen", Value: true},
			{Name: "amount", Value: int64(150_000_000)},
			{Name: "value", Value: int64(750_000)},
			{Name: "address", Value: "9f8600000000000000000000000000000000001b"},
			{Name: "memo", Value: "17"},
			{Name: "control", Value: ""},
			{Name: "device", Value: int64(0)},
		}))
	})

	It("writes values as people and filters write them", func() {
		var all []string
		for _, f := range telemetry.Fields(&defencetest.Withdrawn, defencetest.Directory()) {
			all = append(all, f.Name+"="+f.String())
		}
		Expect(strings.Join(all, " ")).To(ContainSubstring("key=3371 vendor=vendor-2 asset=AAA withdrawal=2107 first_seen=true amount=150000000"))
	})

	It("has the same fields in every event of a type, as listed", func() {
		for i, t := range mockexchange.EventTypes() {
			for _, e := range []mockexchange.Event{defencetest.Everything(t), {Type: t}} {
				fields := telemetry.Fields(&e, defencetest.Directory())
				info := telemetry.Events()[i]
				Expect(fields).To(HaveLen(len(info.Fields)))
				for j, f := range fields {
					Expect(f.Name).To(Equal(info.Fields[j].Name))
					Expect(f.Value).To(BeAssignableToTypeOf(map[string]any{
						"integer": int64(0), "text": "", "boolean": false,
					}[info.Fields[j].Type]), f.Name)
				}
			}
		}
	})

	It("shows everything that the venue writes", func() {
		seen := map[mockexchange.EventType]bool{}
		for _, e := range aDay() {
			seen[e.Type] = true
			shown := map[string]bool{}
			for _, f := range telemetry.Fields(&e, defencetest.Directory()) {
				shown[f.Name] = true
			}
			for _, name := range written(&e) {
				Expect(strings.Split(name, "|")).To(ContainElement(BeElementOf(keys(shown))), "%s: %+v", name, e)
			}
		}
		for _, t := range mockexchange.EventTypes() {
			Expect(seen).To(HaveKey(t), t.String())
		}
	})
})

func keys(set map[string]bool) (all []any) {
	for k := range set {
		all = append(all, k)
	}
	return all
}

// written lists the fields of an event that are set, by the names under which
// the telemetry may show them.
func written(e *mockexchange.Event) (names []string) {
	for name, set := range map[string]bool{
		"code": e.Code != 0, "control": e.Control != 0, "side": e.Side != 0, "order_type": e.Order != 0,
		"first_seen": e.First, "source": e.Source != 0, "account": e.Account != 0, "key": e.Key != 0,
		"counterparty": e.Counterparty != 0, "market": e.Market != 0, "asset": e.Asset != 0, "order": e.OrderID != 0,
		"maker_order": e.MakerOrder != 0, "withdrawal": e.Withdrawal != 0, "count": e.Count != 0, "price": e.Price != 0,
		"quantity|expected": e.Quantity != 0, "amount": e.Amount != 0, "value|gap": e.Value != 0,
		"address": e.Address != chain.Address{}, "memo": e.Memo != 0, "label": e.Label != "",
		"tx": e.Tx != chain.Hash{}, "replaces": e.Replaces != chain.Hash{}, "fee": e.Fee != 0, "vendor": e.Vendor != 0,
		"device": e.Device != 0, "new_device": e.New&access.NewDevice != 0, "new_network": e.New&access.NewNetwork != 0,
	} {
		if set {
			names = append(names, name)
		}
	}
	return names
}

var _ = Describe("Events as lines of JSON", func() {
	It("have the shape of OCSF, with the flat record under unmapped", func() {
		Expect(string(telemetry.AppendEvent([]byte("# "), &defencetest.Withdrawn, defencetest.Directory()))).To(Equal("# " +
			`{"class_uid":6003,"category_uid":6,"activity_id":1,"type_uid":600301,"time":1515244453120,"severity_id":1,"status_id":1,` +
			`"metadata":{"version":"1.8.0","product":{"name":"exdrill"},"sequence":48213},` +
			`"actor":{"user":{"uid":"10422","credential_uid":"3371"}},"api":{"operation":"request_withdrawal"},` +
			`"src_endpoint":{"ip":"203.0.113.7"},` +
			`"unmapped":{"seq":48213,"at":1515244453120934551,"type":"withdrawal_requested","service":"withdrawals",` +
			`"op":"request_withdrawal","auth":"key","source":"203.0.113.7","account":10422,"key":3371,"vendor":"vendor-2","asset":"AAA",` +
			`"withdrawal":2107,"first_seen":true,"amount":150000000,"value":750000,` +
			`"address":"9f8600000000000000000000000000000000001b","memo":"17","control":"","device":0}}` + "\n"))
	})

	DescribeTable("carry what OCSF requires of their class",
		func(e mockexchange.Event, want string) {
			line := string(telemetry.AppendEvent(nil, &e, defencetest.Directory()))
			Expect(line[:strings.Index(line, `,"unmapped"`)]).To(Equal(want))
		},
		Entry("a dead key", mockexchange.Event{
			Seq: 9, At: 5_999_999, Type: mockexchange.AuthRefuse, Op: mockexchange.ReadRights, Auth: mockexchange.AuthKey,
			Source: 0x0a000001, Key: 4, Code: reject.DeadKey,
		}, `{"class_uid":3002,"category_uid":3,"activity_id":1,"type_uid":300201,"time":5,"severity_id":1,"status_id":2,`+
			`"metadata":{"version":"1.8.0","product":{"name":"exdrill"},"sequence":9},`+
			`"user":{"uid":"0","credential_uid":"4"},"service":{"name":"api"},"src_endpoint":{"ip":"10.0.0.1"}`),
		Entry("a key deleted", mockexchange.Event{
			Seq: 9, Type: mockexchange.KeyDeleted, Op: mockexchange.DeleteKey, Auth: mockexchange.AuthLogin,
			Source: 0x0a000001, Account: 3, Key: 4,
		}, `{"class_uid":3004,"category_uid":3,"activity_id":4,"type_uid":300404,"time":0,"severity_id":1,"status_id":1,`+
			`"metadata":{"version":"1.8.0","product":{"name":"exdrill"},"sequence":9},`+
			`"entity":{"type":"API key","uid":"4"},"src_endpoint":{"ip":"10.0.0.1"}`),
		Entry("an action", mockexchange.Event{
			Seq: 9, Type: mockexchange.Operated, Op: mockexchange.HaltWithdrawals, Auth: mockexchange.AuthOperator,
		}, `{"class_uid":7001,"category_uid":7,"activity_id":1,"type_uid":700101,"time":0,"severity_id":1,"status_id":1,`+
			`"metadata":{"version":"1.8.0","product":{"name":"exdrill"},"sequence":9},"command_uid":"9"`),
		Entry("the venue by itself", mockexchange.Event{
			Seq: 9, Type: mockexchange.WalletMoved, Op: mockexchange.PayOut, Auth: mockexchange.AuthOperator,
		}, `{"class_uid":6003,"category_uid":6,"activity_id":3,"type_uid":600303,"time":0,"severity_id":1,"status_id":1,`+
			`"metadata":{"version":"1.8.0","product":{"name":"exdrill"},"sequence":9},`+
			`"actor":{"user":{"uid":"0"}},"api":{"operation":"pay_out"},"src_endpoint":{"name":"venue"}`),
	)

	DescribeTable("sort actions under the tactics of D3FEND",
		func(activity int, ops ...mockexchange.Kind) {
			for _, op := range ops {
				line := telemetry.AppendEvent(nil, &mockexchange.Event{Type: mockexchange.Operated, Op: op}, defencetest.Directory())
				Expect(string(line)).To(ContainSubstring(fmt.Sprintf(`"activity_id":%d,`, activity)), op.String())
			}
		},
		Entry("isolate", 1, mockexchange.FreezeAccount, mockexchange.HaltMarket, mockexchange.HoldWithdrawal),
		Entry("evict", 2, mockexchange.RevokeKeys, mockexchange.RejectWithdrawal),
		Entry("restore", 3, mockexchange.UnfreezeAccount, mockexchange.ResumeWithdrawals),
		Entry("harden", 4, mockexchange.RestrictKeys, mockexchange.SetLimit),
		Entry("other", 99, mockexchange.TagAddress, mockexchange.Announce),
	)

	It("hold the same fields as Fields, whatever they say", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			e := defencetest.Everything(rapid.SampledFrom(mockexchange.EventTypes()).Draw(t, "type"))
			e.Label = rapid.String().Draw(t, "label")
			e.Value, e.Memo = rapid.Int64().Draw(t, "value"), rapid.Uint64().Draw(t, "memo")
			line := telemetry.AppendEvent(nil, &e, defencetest.Directory())
			Expect(strings.Count(string(line), "\n")).To(Equal(1))
			var record struct{ Unmapped map[string]any }
			decoder := json.NewDecoder(strings.NewReader(string(line)))
			decoder.UseNumber()
			Expect(decoder.Decode(&record)).To(Succeed())
			fields := telemetry.Fields(&e, defencetest.Directory())
			Expect(record.Unmapped).To(HaveLen(len(fields)))
			for _, f := range fields {
				Expect(fmt.Sprint(record.Unmapped[f.Name])).To(Equal(fmt.Sprint(f.Value)), f.Name)
			}
		})
	})

	It("stay valid JSON for labels that are no text", func() {
		e := mockexchange.Event{Type: mockexchange.Complained, Label: "a\xff\x00\n\u2028\"\\"}
		var record struct{ Unmapped struct{ Label string } }
		Expect(json.Unmarshal(telemetry.AppendEvent(nil, &e, defencetest.Directory()), &record)).To(Succeed())
		Expect(record.Unmapped.Label).To(Equal("a\ufffd\x00\n\u2028\"\\"))
	})
})

// aDay is the telemetry of a venue in which everything happens at least once.
func aDay() []mockexchange.Event {
	GinkgoHelper()
	g := defencetest.Genesis()
	g.Seed, g.Start = 7, defencetest.Start
	g.Settings.Custody.ChainWatch = custody.ChainWatch{On: true, Hops: 1}
	g.Settings.Custody.FourEyes = custody.FourEyes{On: true, Takes: 1, Lock: 1}
	g.Settings.Custody.CodeAttestation = custody.CodeAttestation{On: true, Every: 1, Look: 1}
	g.Settings.Market.Surveillance = market.Surveillance{Over: defencetest.Hour, Move: 1, Accounts: 1, Every: 10 * defencetest.Second}
	g.Settings.Custody.WalletLog = custody.WalletLog{Payments: custody.Delay{Least: 1, Most: 1}, Replaced: 1_000_000}
	for i := range g.Assets {
		a := &g.Assets[i]
		a.HouseFunds = 1_000_000
		if a.Chain != nil {
			a.Chain.Model, a.Chain.MinFee, a.HotShare, a.Confirmations = chain.Account, 1, 500_000, 1
		}
	}
	for i := range g.Markets {
		m := &g.Markets[i]
		m.BaseDecimals, m.QuoteDecimals = g.Assets[m.Base-1].Decimals, 2
		m.TakerFee = 1_000
	}
	rights := access.Read | access.Trade | access.Withdraw
	for id := uint32(1); id <= 3; id++ {
		g.Accounts = append(g.Accounts, mockexchange.Account{Created: defencetest.Start - defencetest.Day})
		g.Keys = append(g.Keys, access.Key{Account: id, Created: defencetest.Start - defencetest.Day, Scopes: rights, Vendor: 1})
		for asset := uint16(1); asset <= 3; asset++ {
			g.Balances = append(g.Balances, mockexchange.Balance{Account: id, Asset: asset, Amount: 10_000_000_000})
		}
	}
	g.Settings.Custody.Multisig = custody.Multisig{M: 2, N: 2, Separate: true}
	g.Staff = custody.Staff{
		Signers:    []custody.Signer{{}, {Away: []custody.Absence{{From: defencetest.Start, Until: defencetest.Start + defencetest.Second/2}, {From: defencetest.Start + defencetest.Day, Until: defencetest.Start + 2*defencetest.Day}}}},
		Ceremonies: custody.Ceremonies{Holders: make([]custody.Signer, 1), Quorum: 1, Drawn: []custody.Ceremony{{Takes: 1, Fails: true}}},
		Clerks:     []custody.Clerk{{Attention: []int64{0}}, {Attention: []int64{0}}, {Attention: []int64{0}}}, Asks: 1,
	}
	nodes, err := g.StartChains(nil)
	Expect(err).NotTo(HaveOccurred())
	venue, err := mockexchange.New(g, nil)
	Expect(err).NotTo(HaveOccurred())
	v := &visit{venue: venue, nodes: nodes, now: defencetest.Start}
	v.customers()
	v.staff()
	v.absent()
	v.deployed()
	v.atDesks()
	return append(venue.TakeEvents(nil), coldDay()...)
}

// deployed is a release that somebody looks into.
func (v *visit) deployed() {
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.Deploy, Label: mockexchange.RiskEngine, Until: v.now + defencetest.Hour})
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.PayOut, Asset: 2})
}

// atDesks is what staff does, and what another agrees to or not.
func (v *visit) atDesks() {
	work := func(who uint32, c mockexchange.Command) {
		v.do(mockexchange.AuthStaff, v.venue.Genesis().AtDesk(mockexchange.Desk(who), c))
	}
	work(1, mockexchange.Command{Kind: mockexchange.OpenDesk})
	work(1, mockexchange.Command{Kind: mockexchange.ReadCustomer, Account: 1})
	work(1, mockexchange.Command{Kind: mockexchange.ChangeCustomer, Account: 1, Label: mockexchange.ChangeLimit, Amount: 5, Memo: 1})
	work(2, mockexchange.Command{Kind: mockexchange.MoveFunds, Asset: 2, Amount: 5, Address: defencetest.Here, Memo: 1})
	work(2, mockexchange.Command{Kind: mockexchange.MoveFunds, Asset: 2, Amount: 5, Address: defencetest.Here})
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.PayOut, Asset: 2})
}

// visit acts as everybody in a venue.
type visit struct {
	venue *mockexchange.Exchange
	nodes []*chain.Node
	now   int64
}

func (v *visit) do(auth mockexchange.Auth, c mockexchange.Command) mockexchange.Result {
	c.Auth = auth
	switch auth {
	case mockexchange.AuthKey:
		c.Credential, c.Source = access.KeyCredential(7, c.Key), 0x0a000001
	case mockexchange.AuthLogin:
		c.Credential, c.Source = access.LoginCredential(7, c.Account), 0x0a000002
	case mockexchange.AuthOperator:
		c.Credential = access.OperatorCredential(7)
	case mockexchange.AuthStaff:
		c.Credential = access.DeskCredential(7, c.Target)
	}
	v.now += defencetest.Second
	r, _ := v.venue.Apply(v.now, &c)
	for _, b := range v.venue.TakeBroadcasts(nil) {
		Expect(v.nodes[b.Asset-1].Submit(b.Tx)).To(Succeed())
	}
	return r
}

func (v *visit) block() {
	v.do(mockexchange.AuthOperator, mockexchange.Command{
		Kind: mockexchange.ObserveBlock, Asset: 2, Block: v.nodes[1].Mine(v.now),
	})
}

func (v *visit) customers() {
	payee := chain.DeriveKey(7, "payee", 0)
	key, login := mockexchange.AuthKey, mockexchange.AuthLogin
	v.do(login, mockexchange.Command{Kind: mockexchange.Login, Account: 1, Device: 8})
	v.do(login, mockexchange.Command{Kind: mockexchange.CreateKey, Account: 1, Scopes: access.Read})
	v.do(login, mockexchange.Command{Kind: mockexchange.ListSource, Account: 1, Target: 1, Listed: 7})
	v.do(login, mockexchange.Command{Kind: mockexchange.SetUpFactor, Account: 1})
	v.do(login, mockexchange.Command{Kind: mockexchange.SetUpFactor, Account: 1, Factor: 9})
	v.do(login, mockexchange.Command{Kind: mockexchange.DeleteKey, Account: 1, Target: 4})
	v.do(login, mockexchange.Command{Kind: mockexchange.Complain, Account: 1, Label: "slow"})
	v.do(key, mockexchange.Command{Kind: mockexchange.ReadAccount, Key: 1})
	v.do(key, mockexchange.Command{Kind: mockexchange.ReadAccount, Key: 4})
	limit := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Key: 1, Market: 1, Side: market.Sell, Type: market.Limit, Price: 100, Quantity: 10_000_000, Label: "x",
	}
	v.do(key, limit)
	v.do(key, limit)
	bid := limit
	bid.Key, bid.Side, bid.Quantity, bid.TimeInForce = 2, market.Buy, 20_000_000, market.IOC
	v.do(key, bid)
	limit.Price, limit.Label = 200, "y"
	rests := v.do(key, limit)
	v.do(key, mockexchange.Command{Kind: mockexchange.CancelOrder, Key: 1, Order: rests.Order})
	v.do(key, mockexchange.Command{Kind: mockexchange.CancelOrder, Key: 1, Order: rests.Order})
	out := mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Key: 1, Asset: 2, Amount: 1_000, Address: defencetest.Here, Memo: 3}
	v.do(key, out)
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.PayOut, Asset: 2})
	out.Amount = 1 << 60
	v.do(key, out)
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.PayHouse, Asset: 2, Amount: 1_000, Address: payee.Address()})
	v.deposit()
	v.block()
	v.send(&payee, chain.Output{To: defencetest.There, Amount: 500})
	v.block()
}

// absent has the staff fail: a ceremony, and a signer.
func (v *visit) absent() {
	pay := mockexchange.Command{Kind: mockexchange.PayOut, Asset: 2}
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.SweepToCold, Asset: 2})
	v.do(mockexchange.AuthKey, mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Key: 2, Asset: 2, Amount: 1_000, Address: defencetest.Here})
	v.do(mockexchange.AuthOperator, pay)
	v.do(mockexchange.AuthOperator, pay)
	v.now = defencetest.Start + defencetest.Day
	v.do(mockexchange.AuthOperator, pay)
}

// deposit sends coins from outside to the third customer.
func (v *visit) deposit() {
	to, memo := v.venue.DepositAddress(3, 2)
	k := v.venue.Genesis().OutsideKey(2)
	v.send(&k, chain.Output{To: to, Amount: 5_000, Memo: memo})
}

// send has somebody outside pay somebody.
func (v *visit) send(k *chain.Key, to chain.Output) {
	t := &chain.Transaction{
		From: k.Address(), Nonce: v.nodes[1].NextNonce(k.Address()), Policies: []chain.Policy{chain.Single(k)},
		Outputs: []chain.Output{to}, Fee: 1,
	}
	t.Sign(k)
	Expect(v.nodes[1].Submit(t)).To(Succeed())
}

// staff takes every action of the vocabulary once or more.
func (v *visit) staff() {
	for id := uint32(2); id <= 12; id++ {
		v.do(mockexchange.AuthKey, mockexchange.Command{
			Kind: mockexchange.RequestWithdrawal, Key: 2, Asset: 2, Amount: 1_000, Address: defencetest.There,
		})
	}
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.HoldWithdrawal, Withdrawal: 5})
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.ApproveWithdrawal, Withdrawal: 5})
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.RestrictKeys, Target: 3, Scopes: access.Trade})
	for _, t := range defencetest.Translations {
		commands, err := action.Commands(&t.Action, defence.DirectoryOf(v.venue.Genesis()))
		Expect(err).NotTo(HaveOccurred())
		for _, c := range commands {
			r := v.do(mockexchange.AuthOperator, c)
			Expect(r.Code).To(BeElementOf(
				reject.OK, reject.NothingToDo, reject.NotPending, reject.UnknownAccount, reject.UnknownKey, reject.InsufficientBalance), "%+v", c)
		}
	}
	v.do(mockexchange.AuthOperator, mockexchange.Command{Kind: mockexchange.Reconcile, Asset: 2, Amount: 1})
	v.do(mockexchange.AuthOperator, mockexchange.Command{
		Kind: mockexchange.HearFreeze, Asset: 2, Amount: 1_000, Address: defencetest.There, Label: "another exchange",
	})
	v.remedy()
}

// remedy undoes a trade, cannot undo another whose proceeds are gone, and pays
// for it.
func (v *visit) remedy() {
	act := func(c mockexchange.Command) {
		v.do(mockexchange.AuthOperator, c)
	}
	act(mockexchange.Command{Kind: mockexchange.RollbackTrades, Market: 1})
	spent := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Key: 2, Market: 2, Side: market.Sell, Type: market.Limit, Price: 100, Quantity: 10_000_000,
	}
	act(mockexchange.Command{Kind: mockexchange.UnfreezeAccount, Account: 2})
	act(mockexchange.Command{Kind: mockexchange.UnfreezeAccount, Account: 3})
	act(mockexchange.Command{Kind: mockexchange.ResumeMarket})
	act(mockexchange.Command{Kind: mockexchange.ResumeWithdrawals})
	act(mockexchange.Command{Kind: mockexchange.SetLimit})
	for id := uint32(2); id <= 3; id++ {
		login := v.do(mockexchange.AuthLogin, mockexchange.Command{Kind: mockexchange.Login, Account: id})
		Expect(login.Code).To(Equal(reject.OK))
	}
	spent.Account = 2
	Expect(v.do(mockexchange.AuthLogin, spent).Resting).To(BeTrue())
	spent.Side, spent.Account = market.Buy, 3
	Expect(v.do(mockexchange.AuthLogin, spent).Filled).NotTo(BeZero())
	all := v.venue.Balances(3)[2].Free
	gone := v.do(mockexchange.AuthLogin, mockexchange.Command{
		Kind: mockexchange.RequestWithdrawal, Account: 3, Asset: 3, Amount: all, Address: chain.ExternalAddress(7, "new", 1),
	})
	Expect(gone.Code).To(Equal(reject.OK))
	act(mockexchange.Command{Kind: mockexchange.RollbackTrades, Market: 2})
	act(mockexchange.Command{Kind: mockexchange.Compensate, Account: 3, Asset: 1, Amount: 5, Label: "sorry"})
}
