package main_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"sync"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// kills is how often the venue is killed: 5 times, 500 with EXDRILL_SOAK=1.
func kills() int {
	if os.Getenv("EXDRILL_SOAK") == "1" {
		return 500
	}
	return 5
}

// promise is an order that the venue said it had taken.
type promise struct {
	key   int
	id    uint64
	label string
}

// pour sends orders with both keys at once, kills the venue when it has promised
// so many, however long that takes it, and returns all that it promised: others
// were under way. All but the newest are cancelled again, so that the
// money lasts for hundreds of rounds.
func pour(d *demo, round, enough int) []promise {
	var mu sync.Mutex
	var kept []promise
	var clients sync.WaitGroup
	for client := range 4 {
		clients.Go(func() {
			before := uint64(0)
			for i := range 2 * enough { // a venue that takes no orders keeps nobody here
				key, label := client%2, fmt.Sprintf("r%d-c%d-%d", round, client, i)
				price := 1_700_000 + 5*(i%1000) // below the market: it rests
				status, body, err := d.signed(key, http.MethodPost, "/api/v3/order", fmt.Sprintf(
					"symbol=BTCJPY&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.0002&price=%d&newClientOrderId=%s&newOrderRespType=ACK", price, label))
				if err != nil {
					return
				}
				var told struct{ OrderID uint64 }
				if status != http.StatusOK || json.Unmarshal([]byte(body), &told) != nil {
					continue
				}
				mu.Lock()
				kept = append(kept, promise{key, told.OrderID, label})
				if len(kept) == enough {
					_ = d.cmd.Process.Signal(syscall.SIGKILL)
				}
				mu.Unlock()
				if before != 0 {
					_, _, _ = d.signed(key, http.MethodDelete, "/api/v3/order", fmt.Sprintf("symbol=BTCJPY&orderId=%d", before))
				}
				before = told.OrderID
			}
		})
	}
	clients.Wait()
	return kept
}

var _ = Describe("A venue that is killed", Label("crash"), func() {
	It("keeps every promise", func() {
		journal := GinkgoT().TempDir()
		chance := rand.New(rand.NewPCG(uint64(GinkgoRandomSeed()), 9))
		var promised, all []promise
		var log []string
		for round := range kills() {
			d := startDemo("--journal", journal, "--no-limits")
			Expect(d.books()).To(Equal("ok"))
			events := d.events()
			Expect(len(events)).To(BeNumerically(">=", len(log)))
			Expect(slices.Equal(events[:len(log)], log)).To(BeTrue(), "what was shown stays true")
			log = events
			remember(d, promised)

			enough := 21 + chance.IntN(300)
			promised = pour(d, round, enough)
			Expect(len(promised)).To(BeNumerically(">=", enough), "the venue was gone before it was killed")
			all = append(all, promised...)
			Expect(d.cmd.Wait()).NotTo(Succeed())
		}
		d := startDemo("--journal", journal, "--no-limits")
		remember(d, promised)
		chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		remember(d, all[:min(500, len(all))])
		AddReportEntry("orders promised", len(all))
		Expect(d.books()).To(Equal("ok"))
		Expect(len(d.events())).To(BeNumerically(">", len(log)))
	})

	It("goes on with its chains where they were", func() {
		journal := GinkgoT().TempDir()
		d := startDemo("--journal", journal)
		_, body, err := d.signed(0, "POST", "/sapi/v1/capital/withdraw/apply", "coin=XEM&amount=50&address="+d.friends[1])
		Expect(err).NotTo(HaveOccurred())
		Expect(body).To(ContainSubstring(`"id":"1"`))
		height := func() (s struct{ Height, Pending uint64 }) {
			Expect(json.Unmarshal([]byte(d.ask("GET", "/chains/XEM/v1/status", "")), &s)).To(Succeed())
			return s
		}
		Eventually(func() uint64 { return height().Height }, "20s", "50ms").Should(BeNumerically(">=", 1))
		before := height().Height
		Expect(d.end(syscall.SIGKILL)).NotTo(Succeed())

		d = startDemo("--journal", journal)
		Expect(height().Height).To(BeNumerically(">=", before))
		Eventually(func() string {
			_, body, err := d.signed(0, "GET", "/sapi/v1/capital/withdraw/history", "status=6")
			Expect(err).NotTo(HaveOccurred())
			return body
		}, "25s", "200ms").Should(ContainSubstring(`"coin":"XEM"`))
		Expect(d.books()).To(Equal("ok"))
	})
})

// remember checks that every order promised is there.
func remember(d *demo, promised []promise) {
	GinkgoHelper()
	for _, p := range promised {
		_, body, err := d.signed(p.key, http.MethodGet, "/api/v3/order", fmt.Sprintf("symbol=BTCJPY&orderId=%d", p.id))
		Expect(err).NotTo(HaveOccurred())
		Expect(body).To(ContainSubstring(fmt.Sprintf(`"clientOrderId":"%s"`, p.label)))
	}
}
