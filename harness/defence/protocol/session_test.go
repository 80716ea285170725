package protocol_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("A dialogue", func() {
	It("says what a program would be told, and goes on after an answer that is refused", func() {
		d, err := protocol.NewSession(&defence.Hello{
			Venue: "venue", Interval: 10, Currency: "JPY", Assets: []mockexchange.Asset{{Code: "JPY"}}, Markets: []string{"BTCJPY"},
		})
		Expect(err).NotTo(HaveOccurred())
		Expect(string(d.Hello())).To(HavePrefix(`{"type":"hello","protocol":1,"venue":"venue",`))
		Expect(d.Want([]byte(`{"types": ["logged_inn"]}`))).To(MatchError(ContainSubstring(`did you mean "logged_in"?`)))
		Expect(d.Want([]byte(`{"types": ["logged_in"]}`))).To(Succeed())

		login := mockexchange.Event{Seq: 1, At: 5, Type: mockexchange.LoggedIn, Account: 7}
		message, ok := d.Batch(&defence.Batch{Now: 10, Events: []mockexchange.Event{login}})
		Expect(ok).To(BeTrue())
		Expect(string(message)).To(And(HavePrefix(`{"type":"batch","now":10,"events":[{`), ContainSubstring(`"type":"logged_in"`), HaveSuffix("\n")))

		_, err = d.Answer([]byte(`{"actions": [{"name": "freeze_accounts", "accounts": [8]}]}`), 10)
		Expect(err).To(MatchError(ContainSubstring("the telemetry has not shown it so far")))
		a, err := d.Answer([]byte(`{"actions": [{"name": "freeze_accounts", "accounts": [7]}], "wake_at": 3000000000}`), 10)
		Expect(err).NotTo(HaveOccurred())
		Expect(a.Actions).To(ConsistOf(HaveField("Accounts", []uint32{7})))

		_, ok = d.Batch(&defence.Batch{Now: 20, Events: []mockexchange.Event{{Seq: 2, At: 15, Type: mockexchange.Complained, Account: 9}}})
		Expect(ok).To(BeFalse(), "nobody wanted that")
		_, ok = d.Batch(&defence.Batch{Now: 4_000_000_000})
		Expect(ok).To(BeTrue(), "a wake-up was asked for")
	})
})
