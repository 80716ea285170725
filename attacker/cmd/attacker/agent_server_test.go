package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/attacker/wire"
)

// lab drives an agent as the container lab does.
type lab struct{ base, token string }

func newLab() lab {
	server := httptest.NewServer(newAgentServer("T").handler())
	DeferCleanup(server.Close)
	return lab{base: server.URL, token: "T"}
}

func (l lab) call(method, path string, body, out any) int {
	text := must(json.Marshal(body))
	return l.send(method, path, text, out)
}

func (l lab) send(method, path string, body []byte, out any) int {
	req := must(http.NewRequest(method, l.base+path, bytes.NewReader(body)))
	if l.token != "" {
		req.Header.Set("Authorization", "Bearer "+l.token)
	}
	resp := must(http.DefaultClient.Do(req))
	defer resp.Body.Close() //nolint:errcheck // a test's server
	answer := must(io.ReadAll(resp.Body))
	if out != nil {
		Expect(json.Unmarshal(answer, out)).To(Succeed(), string(answer))
	}
	return resp.StatusCode
}

// wake lets the thief act at a time.
func (l lab) wake(now int64) (woken wire.WakeResponse) {
	GinkgoHelper()
	Expect(l.call("POST", "/v1/wake", map[string]int64{"now": now}, &woken)).To(Equal(200))
	return woken
}

// begin sends a campaign.
func (l lab) begin(m wire.Mission) (woken wire.WakeResponse) {
	GinkgoHelper()
	Expect(l.call("PUT", "/v1/campaign", m, &woken)).To(Equal(200))
	return woken
}

// inside carries a campaign out in one process.
func inside(c campaign.Campaign, shop *attackertest.Exchange) *campaign.Agent {
	agent := must(campaign.New(c))
	for now, ok := agent.Next(); ok; now, ok = agent.Next() {
		Expect(agent.Wake(now, attacker.World{Venues: map[string]attacker.Venue{c.Venue: shop}})).To(Succeed())
	}
	return agent
}

const start = int64(1_515_222_000_000_000_000)

// shop is an exchange with a living and a dead key.
func shop() *attackertest.Exchange {
	e := attackertest.NewZaif()
	e.Open("live",
		attacker.Balance{Asset: "JPY", Free: 800_000, Locked: 200_000},
		attacker.Balance{Asset: "XEM", Free: 4_000 * attackertest.XEM}).
		Orders = []attacker.OpenOrder{{Market: "BTCJPY", ID: 9, Buy: true, Price: 2_000_000, Remaining: attackertest.BTC / 10}}
	e.Open("dead").Dead = true
	return e
}

func plan() campaign.Campaign {
	c := campaign.Campaign{
		Seed: 5, Venue: "zaif", Sources: []string{"203.0.113.5"},
		Keys:      []attacker.KeyPair{{Public: "live", Secret: "s"}, {Public: "dead", Secret: "s"}},
		Addresses: map[string][]string{"BTC": {"a", "b", "c"}},
	}
	add := func(key int, name string, p technique.Params, when ...campaign.Condition) {
		c.Steps = append(c.Steps, campaign.Step{
			ID: name + strconv.Itoa(key), Technique: name, Params: p, Key: key, At: start, When: when,
		})
	}
	for key := range c.Keys {
		add(key, "present_key", technique.Params{})
		add(key, "cancel_orders", technique.Params{}, campaign.Alive)
		add(key, "convert_by_trade", technique.Params{Count: 5, Target: "BTC"}, campaign.CanTrade)
		add(key, "withdraw_direct", technique.Params{Count: 3, Asset: "BTC"}, campaign.CanWithdraw)
	}
	return c
}

var _ = Describe("the agent", func() {
	mission := func(e *attackertest.Exchange) (wire.Mission, *front) {
		f := &front{shop: e, from: "203.0.113.5"}
		venue := httptest.NewServer(f)
		DeferCleanup(venue.Close)
		way := must(newExit(venue.URL))
		door := httptest.NewServer(way)
		DeferCleanup(door.Close)
		return wire.Mission{
			Campaign: plan(), Markets: e.Listed, Assets: e.Coins, Exits: map[string]string{"203.0.113.5": door.URL},
		}, f
	}

	It("does over the wire, through an exit, exactly what the same campaign does in one process", func() {
		here := shop()
		agent := inside(plan(), here)

		l, outside := newLab(), shop()
		m, f := mission(outside)
		woken := l.begin(m)
		Expect(woken).To(Equal(wire.WakeResponse{Next: campaign.Turn{At: start}}))
		for !woken.Done {
			before := len(outside.Requests)
			woken = l.wake(woken.Next.At)
			Expect(woken.Error).To(BeEmpty())
			Expect(len(outside.Requests) - before).To(BeNumerically("<=", 1))
		}
		Expect(outside.Requests).To(Equal(here.Requests))
		Expect(outside.Accepted("place")).To(Equal(5))
		Expect(outside.Accepted("withdraw")).To(Equal(3))

		var entries []campaign.LogEntry
		Expect(l.call("GET", "/v1/log", nil, &entries)).To(Equal(200))
		Expect(entries).To(Equal(agent.Log()))
		Expect(f.at[0]).To(Equal(strconv.FormatInt(start/1e6, 10)), "stamped with virtual time")

		var last []campaign.LogEntry
		Expect(l.call("GET", "/v1/log?from="+strconv.Itoa(len(entries)-2), nil, &last)).To(Equal(200))
		Expect(last).To(Equal(entries[len(entries)-2:]))
		Expect(l.call("GET", "/v1/log?from=99999", nil, &last)).To(Equal(200))
		Expect(last).To(BeEmpty())
	})

	It("works at a venue of any name with keys of his own beside the stolen ones", func() {
		open := func() *attackertest.Exchange {
			e := attackertest.NewZaif()
			e.Books["MONABTC"] = attacker.Depth{Bids: []attacker.Level{{Price: 80_000, Quantity: 3 * attackertest.MONA}}}
			e.Open("live", attacker.Balance{Asset: "BTC", Free: 2 * attackertest.BTC})
			e.Open("own", attacker.Balance{Asset: "MONA", Free: 900 * attackertest.MONA})
			return e
		}
		c := campaign.Campaign{
			Seed: 5, Venue: "kucoin", Sources: []string{"203.0.113.5"}, Addresses: map[string][]string{"BTC": {"a", "b"}},
			Keys: []attacker.KeyPair{{Public: "live", Secret: "s"}, {Public: "own", Secret: "s"}},
		}
		add := func(name string, key, partner int, p technique.Params) {
			c.Steps = append(c.Steps, campaign.Step{ID: name, Technique: name, Key: key, Partner: partner, At: start, Params: p})
		}
		add("place_bait_orders", 1, 0, technique.Params{Market: "MONABTC", Price: 9_000_000, Quantity: 100 * attackertest.MONA})
		add("use_published_keys", 0, 0, technique.Params{})
		add("counter_trade", 0, 2, technique.Params{Market: "MONABTC", Rounds: 8, Price: 120_000, Quantity: 20 * attackertest.MONA})
		add("withdraw_proceeds", 1, 0, technique.Params{Target: "BTC", Until: start + int64(time.Hour), Pause: 10 * time.Minute})

		here := open()
		inside(c, here)
		l, outside := newLab(), open()
		m, _ := mission(outside)
		m.Campaign = c
		woken := l.begin(m)
		for !woken.Done {
			woken = l.wake(woken.Next.At)
			Expect(woken.Error).To(BeEmpty())
		}
		Expect(outside.Requests).To(Equal(here.Requests))
		Expect(outside.Accepted("place")).To(Equal(1 + 4*8))
		Expect(outside.Accounts["own"].Orders).To(HaveLen(1), "the bait")
		Expect(outside.Accounts["own"].Sent).NotTo(BeEmpty())
	})

	It("says when the venue cannot be reached, and tries again when woken again", func() {
		l, e := newLab(), shop()
		m, _ := mission(e)
		gone := httptest.NewServer(http.NotFoundHandler())
		gone.Close()
		m.Exits["203.0.113.5"] = gone.URL
		l.begin(m)
		woken := l.wake(start)
		Expect(woken.Error).To(ContainSubstring("step present_key0"))
		Expect(woken.Done).To(BeFalse())
	})

	It("begins anew with a new campaign", func() {
		l, e := newLab(), shop()
		m, _ := mission(e)
		l.begin(m)
		l.wake(start)
		woken := l.begin(m)
		Expect(woken.Next).To(Equal(campaign.Turn{At: start}))
		var entries []campaign.LogEntry
		Expect(l.call("GET", "/v1/log", nil, &entries)).To(Equal(200))
		Expect(entries).To(BeEmpty())
	})

	It("lets nobody in without the token, but tells everybody that it lives", func() {
		l := newLab()
		for _, token := range []string{"", "t", "TT"} {
			l.token = token
			Expect(l.call("PUT", "/v1/campaign", wire.Mission{}, nil)).To(Equal(401))
			Expect(l.call("POST", "/v1/wake", map[string]int64{}, nil)).To(Equal(401))
			Expect(l.call("GET", "/v1/log", nil, nil)).To(Equal(401))
			Expect(l.call("GET", "/healthz", nil, nil)).To(Equal(200))
		}
	})

	It("has nothing to do before a campaign came", func() {
		l := newLab()
		var told map[string]string
		Expect(l.call("POST", "/v1/wake", map[string]int64{"now": 1}, &told)).To(Equal(409))
		Expect(told).To(Equal(map[string]string{"error": "no campaign was sent yet"}))
		Expect(l.call("GET", "/v1/log", nil, nil)).To(Equal(409))
	})

	It("refuses what it does not understand, and keeps the campaign that it has", func() {
		l, e := newLab(), shop()
		m, _ := mission(e)
		l.begin(m)
		var told map[string]string
		spoilt := m
		spoilt.Campaign.Level = 4
		Expect(l.call("PUT", "/v1/campaign", spoilt, &told)).To(Equal(400))
		Expect(told["error"]).To(Equal("not a campaign: level is 4, expected 0 to 3"))
		spoilt = m
		spoilt.Exits = nil
		Expect(l.call("PUT", "/v1/campaign", spoilt, &told)).To(Equal(400))
		Expect(told["error"]).To(ContainSubstring("there is none for the source"))
		Expect(l.send("PUT", "/v1/campaign", []byte(`{"campain":{}}`), &told)).To(Equal(400))
		Expect(told["error"]).To(ContainSubstring(`unknown field "campain"`))
		Expect(l.send("POST", "/v1/wake", []byte(`now`), nil)).To(Equal(400))
		Expect(l.call("GET", "/v1/log?from=-1", nil, &told)).To(Equal(400))
		Expect(told["error"]).To(Equal(`from is "-1", expected a number from 0 on`))

		l.wake(start + int64(time.Hour))
		Expect(e.Requests).To(HaveLen(1))
	})
})
