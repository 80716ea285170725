package access_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A registry", func() {
	const seed, now = 7, int64(1_000_000)
	open := func() *access.Registry {
		r := access.NewRegistry(seed, access.Policy{})
		r.AddAccount(false, access.App)
		r.AddAccount(true, access.App)
		for _, k := range []access.Key{
			{Account: 1, Created: 10, Scopes: access.AllScopes},
			{Account: 1, Created: 20, Scopes: access.Read},
			{Account: 2, Created: 30, Scopes: access.AllScopes},
			{Account: 2, Created: 5, Deleted: 6, Scopes: access.AllScopes},
		} {
			r.AddKey(k)
		}
		return r
	}
	var r *access.Registry
	BeforeEach(func() { r = open() })
	check := func(id uint32, need access.Scopes) access.Verdict {
		proof := access.KeyCredential(seed, id)
		return r.CheckKey(now, id, &proof, 1, need)
	}
	selected := func(s access.Selection) (ids []uint32) {
		n := open().Revoke(s, func(id uint32) { ids = append(ids, id) })
		Expect(n).To(Equal(len(ids)))
		return ids
	}

	It("numbers accounts and keys from 1", func() {
		Expect([]bool{r.HasAccount(0), r.HasAccount(1), r.HasAccount(2), r.HasAccount(3)}).To(Equal([]bool{false, true, true, false}))
		Expect([]bool{r.HasKey(0), r.HasKey(1), r.HasKey(4), r.HasKey(5)}).To(Equal([]bool{false, true, true, false}))
		Expect(r.Keys()).To(Equal(uint32(4)))
		k, ok := r.Key(2)
		Expect([]any{k.Account, k.Created, ok}).To(Equal([]any{uint32(1), int64(20), true}))
		_, ok = r.Key(5)
		Expect(ok).To(BeFalse())
	})

	It("takes no key for nobody, nor with rights that do not exist", func() {
		Expect(r.AddKey(access.Key{Account: 3})).To(BeZero())
		Expect(r.AddKey(access.Key{})).To(BeZero())
		Expect(r.AddKey(access.Key{Account: 1, Scopes: 8})).To(BeZero())
		Expect(r.Keys()).To(Equal(uint32(4)))
	})

	It("selects live keys by the first criterion that is given", func() {
		Expect(selected(access.Selection{})).To(BeEmpty())
		Expect(selected(access.Selection{Key: 1})).To(Equal([]uint32{1}))
		Expect(selected(access.Selection{Key: 4})).To(BeEmpty(), "deleted")
		Expect(selected(access.Selection{Key: 99})).To(BeEmpty())
		Expect(selected(access.Selection{Account: 1})).To(Equal([]uint32{1, 2}))
		Expect(selected(access.Selection{Until: 20})).To(Equal([]uint32{1, 2}))
		Expect(selected(access.Selection{Key: 3, Account: 1, Until: 20})).To(Equal([]uint32{3}))
		Expect(selected(access.Selection{Account: 2, Until: 10})).To(Equal([]uint32{3}))
	})

	It("says what a dead key may do: nothing", func() {
		Expect([]access.Scopes{r.Rights(1, now), r.Rights(2, now), r.Rights(4, now), r.Rights(9, now)}).To(
			Equal([]access.Scopes{access.AllScopes, access.Read, 0, 0}))
		r.Revoke(access.Selection{Key: 1}, func(uint32) {})
		Expect(r.Rights(1, now)).To(BeZero())
		Expect(check(1, access.Read)).To(Equal(access.Verdict{Code: reject.DeadKey, Control: reject.RevokeKeys, Account: 1}))
	})

	It("asks for the secret before it says anything else", func() {
		wrong := access.Credential{}
		for id := uint32(1); id <= 4; id++ {
			Expect(r.CheckKey(now, id, &wrong, 1, access.Read).Code).To(Equal(reject.BadCredential))
		}
		Expect(check(4, access.Read).Code).To(Equal(reject.DeadKey))
	})

	It("wants every right that a request needs", func() {
		Expect(check(2, access.Read)).To(Equal(access.Verdict{Account: 1}))
		Expect(check(2, access.Read|access.Trade).Code).To(Equal(reject.MissingScope))
	})

	It("lets an owner delete only what lives and is his", func() {
		Expect(r.Delete(now, 2, 1)).To(BeFalse())
		Expect(r.Delete(now, 1, 1)).To(BeTrue())
		Expect(r.Delete(now, 1, 1)).To(BeFalse())
		Expect(check(1, access.Read)).To(Equal(access.Verdict{Code: reject.DeadKey, Account: 1}), "nobody's control")
	})

	It("knows its staff by their token", func() {
		right, wrong := access.OperatorCredential(seed), access.OperatorCredential(seed+1)
		Expect(r.CheckOperator(&right)).To(Equal(reject.OK))
		Expect(r.CheckOperator(&wrong)).To(Equal(reject.BadCredential))
	})
})
