package mockexchange_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Operators", Label("embedded"), func() {
	var v *venue
	BeforeEach(func() {
		g := smallGenesis(4)
		g.Keys = append(g.Keys,
			access.Key{Account: 1, Created: start, Scopes: access.Read},
			access.Key{Account: 1, Created: start + 1, Scopes: access.AllScopes},
			access.Key{Account: 2, Created: start + 1, Deleted: start + 2, Scopes: access.AllScopes})
		v = openVenue(g)
	})

	// hit lists the keys that events name.
	hit := func(events []mx.Event, t mx.EventType) (keys []uint32) {
		for _, e := range events {
			if e.Type == t {
				keys = append(keys, e.Key)
			}
		}
		return keys
	}

	It("revoke the keys that are known to be of a vendor, whose events name it, and no others", func() {
		g := smallGenesis(4)
		g.Vendors = []string{"vendor-1", "vendor-2"}
		g.Keys[0].Vendor, g.Keys[1].Vendor, g.Keys[2].Vendor = 2, 1, 2
		v = openAudited(g)
		Expect(v.key(1, mx.Command{Kind: mx.ReadAccount})).To(HaveEach(HaveField("Vendor", uint8(2))))
		events := v.staff(mx.Command{Kind: mx.RevokeKeys, Label: "vendor-2"})
		Expect(v.result).To(Equal(mx.Result{Count: 2}))
		var dead []uint32
		for _, e := range events {
			if e.Type == mx.KeyDeleted {
				dead = append(dead, e.Key)
				Expect(e.Vendor).To(BeEquivalentTo(2))
			}
		}
		Expect(dead).To(Equal([]uint32{1, 3}))
		v.staff(mx.Command{Kind: mx.RevokeKeys, Label: "vendor-2"})
		Expect(v.result.Code).To(Equal(reject.NothingToDo))
		for _, nobody := range []string{"vendor-3", "everybody"} {
			v.staff(mx.Command{Kind: mx.RevokeKeys, Label: nobody})
			Expect(v.result.Code).To(Equal(reject.UnknownKey), nobody)
		}
	})

	It("revoke keys by id, by account and by age, and only live ones", func() {
		Expect(plain(v.staff(mx.Command{Kind: mx.RevokeKeys, Target: 3}))).To(Equal([]mx.Event{
			{Type: mx.KeyDeleted, Op: mx.RevokeKeys, Auth: mx.AuthOperator, Account: 3, Key: 3},
			{Type: mx.Operated, Op: mx.RevokeKeys, Auth: mx.AuthOperator, Key: 3, Count: 1},
		}))
		Expect(v.Alive(3)).To(BeFalse())
		Expect(hit(v.staff(mx.Command{Kind: mx.RevokeKeys, Account: 1}), mx.KeyDeleted)).To(Equal([]uint32{1, 5, 6}))
		Expect(v.result).To(Equal(mx.Result{Count: 3}))
		Expect(hit(v.staff(mx.Command{Kind: mx.RevokeKeys, Until: start}), mx.KeyDeleted)).To(Equal([]uint32{2, 4}), "7 was deleted")
		v.staff(mx.Command{Kind: mx.RevokeKeys, Until: start})
		Expect(v.result).To(Equal(mx.Result{Code: reject.NothingToDo}))
		Expect(v.Keys()).To(Equal(uint32(7)))
	})

	It("restrict keys to the rights that are left", func() {
		events := v.staff(mx.Command{Kind: mx.RestrictKeys, Until: start, Scopes: access.Withdraw})
		Expect(hit(events, mx.KeyRestricted)).To(Equal([]uint32{1, 2, 3, 4}), "5 has no such right")
		Expect(v.Rights(1, v.now)).To(Equal(access.Read | access.Trade))
		Expect(v.Rights(6, v.now)).To(Equal(access.AllScopes), "created later")
		v.key(1, mx.Command{Kind: mx.RequestWithdrawal})
		Expect(v.result).To(Equal(mx.Result{Code: reject.MissingScope, Control: reject.RestrictKeys}))
		v.staff(mx.Command{Kind: mx.RestrictKeys, Target: 1, Scopes: access.Withdraw})
		Expect(v.result).To(Equal(mx.Result{Code: reject.NothingToDo}), "lost already")
		for _, scopes := range []access.Scopes{0, 8, 255} {
			v.staff(mx.Command{Kind: mx.RestrictKeys, Target: 1, Scopes: scopes})
			Expect(v.result).To(Equal(mx.Result{Code: reject.BadRequest}))
		}
	})

	It("put owners' allow-lists in force, once", func() {
		g := smallGenesis(3)
		g.Keys[0].Listed, g.Keys[1].Listed = []access.Source{home + 1}, []access.Source{home}
		v, look := openVenue(g), mx.Command{Kind: mx.ReadAccount}
		v.key(1, look)
		Expect(v.result.Code).To(Equal(reject.OK), "nobody asked for his list yet")
		Expect(types(v.staff(mx.Command{Kind: mx.EnforceAllowLists}))).To(Equal([]string{"operated"}))
		Expect(v.AccessPolicy().AllowLists).To(BeTrue())
		v.key(1, look)
		Expect(v.result).To(Equal(mx.Result{Code: reject.SourceNotAllowed, Control: reject.EnforceAllowLists}))
		v.key(2, look)
		Expect(v.result.Code).To(Equal(reject.OK), "listed")
		v.key(3, look)
		Expect(v.result.Code).To(Equal(reject.OK), "he keeps no list")
		v.staff(mx.Command{Kind: mx.EnforceAllowLists})
		Expect(v.result).To(Equal(mx.Result{Code: reject.NothingToDo}))
	})

	It("cannot mean keys and accounts that do not exist, or none at all", func() {
		for _, k := range []mx.Kind{mx.RevokeKeys, mx.RestrictKeys} {
			for _, c := range []struct {
				code reject.Code
				mx.Command
			}{
				{reject.UnknownKey, mx.Command{Target: 8}},
				{reject.UnknownAccount, mx.Command{Account: 5}},
				{reject.NothingToDo, mx.Command{}},
			} {
				c.Kind, c.Scopes = k, access.Read
				events := v.staff(c.Command)
				Expect(v.result).To(Equal(mx.Result{Code: c.code}))
				Expect([]any{types(events), events[0].Code}).To(Equal([]any{[]string{"operated"}, c.code}))
			}
		}
	})

	It("freeze and unfreeze an account, once each", func() {
		for _, c := range []struct {
			kind   mx.Kind
			id     uint32
			code   reject.Code
			frozen bool
		}{
			{mx.FreezeAccount, 1, reject.OK, true},
			{mx.FreezeAccount, 1, reject.NothingToDo, true},
			{mx.UnfreezeAccount, 1, reject.OK, false},
			{mx.UnfreezeAccount, 1, reject.NothingToDo, false},
			{mx.FreezeAccount, 0, reject.UnknownAccount, false},
			{mx.UnfreezeAccount, 5, reject.UnknownAccount, false},
		} {
			events := v.staff(mx.Command{Kind: c.kind, Account: c.id})
			Expect(v.result.Code).To(Equal(c.code))
			Expect([]any{types(events), events[0].Account, events[0].Code}).To(Equal([]any{[]string{"operated"}, c.id, c.code}))
			Expect(v.Frozen(c.id)).To(Equal(c.frozen))
		}
	})

	It("announce and tag, with a text", func() {
		Expect(plain(v.staff(mx.Command{Kind: mx.Announce, Label: "closed"}))).To(Equal([]mx.Event{
			{Type: mx.Operated, Op: mx.Announce, Auth: mx.AuthOperator, Label: "closed", Count: 1},
		}))
		Expect(plain(v.staff(mx.Command{Kind: mx.TagAddress, Label: "thief", Address: outside(1)}))).To(Equal([]mx.Event{
			{Type: mx.Operated, Op: mx.TagAddress, Auth: mx.AuthOperator, Label: "thief", Address: outside(1), Count: 1},
		}))
		Expect(plain(v.staff(mx.Command{Kind: mx.RequestFreeze, Label: "stolen", Address: outside(1)}))).To(Equal([]mx.Event{
			{Type: mx.Operated, Op: mx.RequestFreeze, Auth: mx.AuthOperator, Label: "stolen", Address: outside(1), Count: 1},
		}))
		for _, c := range []mx.Command{
			{Kind: mx.RequestFreeze, Address: outside(1)},
			{Kind: mx.RequestFreeze, Label: "stolen"},
			{Kind: mx.Announce},
			{Kind: mx.TagAddress, Address: outside(1)},
			{Kind: mx.TagAddress, Label: "thief"},
		} {
			v.staff(c)
			Expect(v.result).To(Equal(mx.Result{Code: reject.BadRequest}))
		}
	})

	It("write down what another exchange froze", func() {
		heard := mx.Command{Kind: mx.HearFreeze, Asset: 2, Amount: 100, Label: "abroad", Address: outside(1)}
		events := plain(v.staff(heard))
		Expect(types(events)).To(Equal([]string{"frozen_elsewhere"}))
		Expect([]any{events[0].Asset, events[0].Amount, events[0].Label, events[0].Address}).To(Equal([]any{uint16(2), int64(100), "abroad", outside(1)}))
		for code, c := range map[reject.Code]mx.Command{
			reject.UnknownAsset: {Kind: mx.HearFreeze, Asset: 99, Amount: 1, Label: "abroad"},
			reject.BadRequest:   {Kind: mx.HearFreeze, Asset: 2, Label: "abroad"},
		} {
			Expect(v.staff(c)).To(BeEmpty())
			Expect(v.result.Code).To(Equal(code))
		}
	})

	It("may name any asset that exists, or all of them", func() {
		for k := mx.HaltWithdrawals; k <= mx.ResumeDeposits; k++ {
			v.staff(mx.Command{Kind: k, Asset: 4})
			Expect(v.result).To(Equal(mx.Result{Code: reject.UnknownAsset}), k.String())
		}
		v.staff(mx.Command{Kind: mx.HaltDeposits})
		v.staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: yen})
		for asset := uint16(yen); asset <= xem; asset++ {
			w, d := v.Suspended(asset)
			Expect([]bool{w, d}).To(Equal([]bool{asset == yen, true}))
		}
		w, d := v.Suspended(0)
		Expect(w || d).To(BeFalse())
	})

	It("leave an event for whatever they do, with what they said", func() {
		for k := mx.RevokeKeys; k <= mx.Announce; k++ {
			c := mx.Command{Kind: k, Target: 1, Account: 1, Withdrawal: 1, Address: outside(1), Amount: 5, Label: "why", Asset: btc, Market: btcYen}
			events := v.staff(c)
			last := plain(events)[len(events)-1]
			Expect(last).To(Equal(mx.Event{
				Type: mx.Operated, Op: k, Auth: mx.AuthOperator, Code: v.result.Code, Count: v.result.Count, Key: 1, Account: 1,
				Withdrawal: 1, Address: outside(1), Amount: 5, Label: "why", Asset: btc, Market: btcYen,
			}), k.String())
		}
	})
})
