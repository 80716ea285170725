package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/journal"
	"github.com/exdrill/exdrill/mockexchange/journal/journaltest"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

const xem = uint16(3)

// slowDemo is a demo venue the journal of which is on a disk that can stand
// still. A withdrawal of XEM waits to be paid out.
type slowDemo struct {
	venue   *operator.Venue
	chains  *chains
	disk    *journaltest.Store
	handler http.Handler
}

func openSlowDemo(t *testing.T) *slowDemo {
	g := demoGenesis()
	own := must(newChains(g))
	d := &slowDemo{chains: own, disk: &journaltest.Store{}}
	d.venue = must(operator.Open(g, operator.Options{
		Clock: operator.WallClock(), Journal: journal.New(d.disk), Watch: own.watch,
	}))
	t.Cleanup(func() {
		d.disk.Release()
		_ = d.venue.Close()
	})
	Expect(own.startDemo(d.venue)).To(Succeed())
	s := settings{token: "T"}
	d.handler = s.operatorAPI(d.venue, own)
	Expect(d.venue.Turn(func(t *operator.Turn) {
		r, err := t.Apply(0, &mockexchange.Command{
			Kind: mockexchange.RequestWithdrawal, Auth: mockexchange.AuthKey, Key: demoTrader,
			Credential: access.KeyCredential(demoSeed, demoTrader),
			Asset:      xem, Amount: 50_000_000, Address: d.friend(),
		})
		Expect(err).NotTo(HaveOccurred(), "%+v", r)
	})).To(Succeed())
	return d
}

func (d *slowDemo) friend() chain.Address { return chain.ExternalAddress(demoSeed, "friend", 1) }

func (d *slowDemo) payOut() {
	_ = d.venue.Turn(func(t *operator.Turn) { d.chains.payOut(t, xem) })
}

func (d *slowDemo) mine() {
	_ = d.venue.Turn(func(t *operator.Turn) { d.chains.block(t, xem) })
}

func (d *slowDemo) payAndMine() {
	_ = d.venue.Turn(func(t *operator.Turn) {
		d.chains.payOut(t, xem)
		d.chains.block(t, xem)
	})
}

func (d *slowDemo) see(path string) string {
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequest("GET", "/chains/XEM/v1"+path, nil))
	return fmt.Sprint(w.Code, w.Body)
}

// Whatever is read of a chain while the venue's own command waits for the disk:
// either the answer is that of before, or it waits too.
func TestNoChainIsAheadOfTheJournal(t *testing.T) {
	RegisterTestingT(t)
	friend, hot := demoAddresses(t)
	for _, c := range []struct {
		what string
		do   func(*slowDemo)
		path string
	}{
		{"a block", (*slowDemo).mine, "/status"},
		{"a block", (*slowDemo).mine, "/blocks/1"},
		{"a paid withdrawal", (*slowDemo).payAndMine, "/addresses/" + friend + "/balance"},
		{"a payment", (*slowDemo).payOut, "/status"},
		{"a payment", (*slowDemo).payOut, "/addresses/" + hot + "/balance"},
		{"a payment", (*slowDemo).payOut, "/addresses/" + hot + "/nonce"},
	} {
		t.Run(c.what+" "+c.path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				RegisterTestingT(t)
				d := openSlowDemo(t)
				before, early, after := d.disk.Watch(func() { c.do(d) }, func() string { return d.see(c.path) })
				Expect(early).To(BeElementOf("", before), "shown before it was kept")
				Expect(after).NotTo(Equal(before), "nothing to see: the spec asks in vain")
			})
		})
	}
}

// Customers read by commands of their own, which stand behind those of others.
func TestCustomersSeeNothingBeforeTheJournalHasIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		RegisterTestingT(t)
		d := openSlowDemo(t)
		s := settings{unlimited: true}
		api := s.customerAPI(d.venue)
		depth := func() string {
			w := httptest.NewRecorder()
			api.ServeHTTP(w, httptest.NewRequest("GET", "/api/v3/depth?symbol=BTCJPY&limit=5", nil))
			return w.Body.String()
		}
		d.disk.Hold()
		go func() {
			_ = d.venue.Turn(func(t *operator.Turn) { _, _ = t.Apply(0, makerOrder(1, market.Sell, 1_900_000, 77_770_000)) })
		}()
		synctest.Wait()
		shown := make(chan string, 1)
		go func() { shown <- depth() }()
		synctest.Wait()
		Expect(shown).To(BeEmpty())
		d.disk.Release()
		Expect(<-shown).To(ContainSubstring("0.77770000"))
	})
}

// demoAddresses are somebody's outside and the venue's own, as paths have them.
func demoAddresses(t *testing.T) (friend, hot string) {
	d := openSlowDemo(t)
	Expect(d.venue.Turn(func(t *operator.Turn) {
		w, ok := t.Wallet(xem)
		Expect(ok).To(BeTrue())
		hot = w.Hot.String()
	})).To(Succeed())
	return d.friend().String(), hot
}
