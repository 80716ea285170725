package containers_test

import (
	"fmt"
	"net/http/httptest"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/wire"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// wilful is a venue that answers every command with one code.
type wilful struct {
	*mockexchange.Exchange
	code reject.Code
}

func (w *wilful) Turn(f func(now int64, e binance.Engine)) error { f(start, w); return nil }
func (w *wilful) Applied() uint64                                { return 1 }
func (w *wilful) Apply(int64, *mockexchange.Command) (mockexchange.Result, error) {
	return mockexchange.Result{Code: w.code}, nil
}

var _ = Describe("What the wire reveals of a refusal", func() {
	It("is what the lab in one process reveals", func() {
		g, _ := alloted()
		engine := must(mockexchange.New(g, nil))
		w := &wilful{Exchange: engine}
		server := httptest.NewServer(binance.New(w, binance.Options{}))
		DeferCleanup(server.Close)
		thief := wire.NewVenue(map[string]string{"10.0.0.1": server.URL}, func() int64 { return start }, backend.MarketInfos(g), backend.AssetInfos(g))
		var who attacker.Access
		who.From = "10.0.0.1"
		who.Key.Public, who.Key.Secret = access.KeyPair(seed, makers+dead+1)
		to := theft(g, 0).Addresses["BTC"][0]

		calls := map[string]func() (attacker.Refusal, error){
			"read": func() (r attacker.Refusal, err error) { _, r, err = thief.Balances(who); return r, err },
			"place": func() (r attacker.Refusal, err error) {
				_, r, err = thief.Place(who, attacker.Order{Market: "BTCJPY", Quantity: 10_000})
				return r, err
			},
			"cancel": func() (attacker.Refusal, error) { return thief.Cancel(who, "BTCJPY", 7) },
			"withdraw": func() (r attacker.Refusal, err error) {
				_, r, err = thief.Withdraw(who, attacker.Transfer{Asset: "BTC", Amount: coin, Address: to})
				return r, err
			},
		}
		for code := reject.BadRequest; code.String() != fmt.Sprintf("code_%d", code); code++ {
			if slices.Contains(neverByKey(), code) {
				continue
			}
			w.code = code
			for name, call := range calls {
				got, err := call()
				Expect(err).NotTo(HaveOccurred(), "%s: %v", name, code)
				Expect(got).To(Equal(backend.Refusal(code)), "%s: %v", name, code)
			}
		}
	})
})

// neverByKey are the reasons for which nobody is refused who comes with a key.
func neverByKey() []reject.Code {
	return []reject.Code{
		reject.UnknownAccount, reject.NoSession, reject.FactorRequired, reject.BadFactor, reject.DepositsHalted,
		reject.UnknownWithdrawal, reject.NotPending, reject.HotWalletEmpty, reject.UnknownAction, reject.NothingToDo,
		reject.AwaitingSignatures, reject.NoQuorum, reject.UnexpectedTransfer,
	}
}
