package containers

import (
	"context"
	"net/http"
	"net/http/httptest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// The back office is the real one here, in this process.
var _ = Describe("The venue's back office", func() {
	const seed, start = 3, int64(1_515_225_600_000_000_000)
	var (
		ctx    context.Context
		leave  context.CancelFunc
		office *operator.Venue
		v      *venue
		open   func(base, token string) (*venue, error)
	)

	BeforeEach(func() {
		ctx, leave = context.WithCancel(context.Background())
		DeferCleanup(leave)
		g := &mockexchange.Genesis{
			Name: "small", Seed: seed, Start: start,
			Assets: []mockexchange.Asset{{Code: "JPY", Reference: 1}, {
				Code: "XEM", Decimals: 6, Reference: 160, HotShare: 1_000_000, HouseFunds: 1_000_000_000, Confirmations: 1,
				Chain: &chain.Spec{Network: "nem", Model: chain.Account, MinFee: 50_000},
			}},
			Accounts: []mockexchange.Account{{}},
			Keys:     []access.Key{{Account: 1, Scopes: access.Read | access.Withdraw}},
			Balances: []mockexchange.Balance{{Account: 1, Asset: 2, Amount: 50_000_000}},
		}
		must(g.StartChains(nil))
		office = must(operator.Open(g, operator.Options{}))
		server := httptest.NewServer(operator.Handler(office, "token"))
		DeferCleanup(server.Close)
		open = func(base, token string) (*venue, error) {
			return openVenue(ctx, &deployment{client: server.Client()}, base, token, g)
		}
		v = must(open(server.URL, "token"))
		DeferCleanup(v.stream.close)
	})

	byKey := func(kind mockexchange.Kind) mockexchange.Command {
		return mockexchange.Command{
			Kind: kind, Auth: mockexchange.AuthKey, Key: 1, Credential: access.KeyCredential(seed, 1),
		}
	}
	withdrawal := func() mockexchange.Command {
		c := byKey(mockexchange.RequestWithdrawal)
		c.Asset, c.Amount, c.Address = 2, 5_000_000, chain.ExternalAddress(seed, "friend", 1)
		return c
	}
	payOut := mockexchange.Command{
		Kind: mockexchange.PayOut, Asset: 2, Auth: mockexchange.AuthOperator, Credential: access.OperatorCredential(seed),
	}

	apply := func(now int64, c mockexchange.Command) error {
		_, _, err := v.apply(ctx, now, &c)
		return err
	}

	It("answers each command with its result and its events", func() {
		for i, c := range []mockexchange.Command{byKey(mockexchange.ReadAccount), withdrawal(), payOut} {
			at := start + []int64{1, 1, 5}[i]
			result, events, err := v.apply(ctx, at, &c)
			Expect(err).NotTo(HaveOccurred())
			Expect(events).NotTo(BeEmpty())
			Expect(events[0].At).To(Equal(at))
			Expect(events[0].Op).To(Equal(c.Kind))
			if c.Kind == mockexchange.RequestWithdrawal {
				Expect(result.Withdrawal).To(Equal(uint32(1)))
			}
		}
		Expect(office.Present()).To(Equal(start+5), "the clock goes with the commands")
	})

	It("hands out broadcasts once, and is not asked when there are none", func() {
		Expect(v.broadcasts(ctx)).To(BeEmpty())
		Expect(apply(start+1, withdrawal())).To(Succeed())
		Expect(apply(start+2, payOut)).To(Succeed())
		list := must(v.broadcasts(ctx))
		Expect(list).To(HaveLen(1))
		Expect(list[0].Asset).To(Equal(uint16(2)))
		Expect(list[0].Tx.Outputs[0].To).To(Equal(chain.ExternalAddress(seed, "friend", 1)))
		v.base = "http://127.0.0.1:0"
		Expect(v.broadcasts(ctx)).To(BeEmpty())
	})

	It("tells what others had the venue do", func() {
		Expect(apply(start+1, byKey(mockexchange.ReadAccount))).To(Succeed())
		Expect(v.set(ctx, start+9)).To(Succeed())
		Expect(v.catchUp(ctx)).To(BeEmpty())
		c := withdrawal()
		Expect(office.Turn(func(t *operator.Turn) { t.Apply(0, &c) })).To(Succeed())
		applied := must(v.catchUp(ctx))
		Expect(applied).To(HaveLen(1))
		Expect(applied[0].Command).To(Equal(c))
		Expect(applied[0].Result.Withdrawal).To(Equal(uint32(1)))
		Expect(applied[0].Events[0].At).To(Equal(start + 9))
		Expect(v.catchUp(ctx)).To(BeEmpty())
	})

	It("notices a command that the lab did not send", func() {
		c := byKey(mockexchange.ReadAccount)
		Expect(office.Turn(func(t *operator.Turn) { t.Apply(0, &c) })).To(Succeed())
		Expect(apply(start+1, c)).To(MatchError(ContainSubstring("next command is number 3, expected 2")))
	})

	It("says what a container refused", func() {
		_, err := open(v.base, "wrong")
		Expect(err).To(MatchError("venue: POST /v1/commands/stream: status 403: this is not the venue's token"))
		var no *Refused
		Expect(err).To(BeAssignableToTypeOf(no))
		v.token = "wrong"
		Expect(v.set(ctx, start)).To(MatchError(ContainSubstring("venue: PUT /v1/clock: status 403: ")))
	})

	It("hears from the venue why it takes no more", func() {
		batch := record.AppendCommand(record.AppendCommand(nil, start+9, &payOut), start+3, &payOut)
		_, _, _, err := v.stream.ask(batch)
		Expect(err).To(MatchError(errLast))
		Expect(err).To(MatchError(ContainSubstring("expected a time of at least")))
	})

	It("ends with the context", func() {
		Expect(apply(start+2, payOut)).To(Succeed())
		leave()
		Eventually(func() error { return apply(start+2, payOut) }).Should(MatchError(context.Canceled))
	})

	It("does not take half an answer for an answer", func() {
		broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			conn, rw, err := http.NewResponseController(w).Hijack()
			if err != nil {
				return
			}
			rw.WriteString("HTTP/1.1 101 Switching Protocols\r\n\r\n\x02\x02\x00")
			rw.Flush()
			conn.Close()
		}))
		DeferCleanup(broken.Close)
		v = must(open(broken.URL, "token"))
		Expect(apply(start, payOut)).To(MatchError(record.ErrInvalid))
		Expect(apply(start, payOut)).NotTo(Succeed())
	})
})
