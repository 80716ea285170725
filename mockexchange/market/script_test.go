package market_test

import (
	"fmt"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// script speaks to a book in lines of text, so that a spec reads like the log
// of a trading floor. Orders are numbered from 1 and come from account 1 unless
// the line begins with "account N:".
//
//	buy 5 @ 100           a limit order; also "ioc", "fok" and "maker" after it
//	sell 5                a market order for a quantity
//	buy for 500           a market order for an amount
//	cancel 3, book, depth 2, last, mine 1, halted, open, ...
//	wait 60               lets seconds go by
//	uncross               ends an auction
type script struct {
	book   *market.Book
	placed uint64
	now    int64
}

// play runs the commands of a transcript, the part of each line before the
// arrow, and holds the answers against the parts after it.
func play(b *market.Book, transcript string) {
	GinkgoHelper()
	s := &script{book: b}
	var want, got []string
	for _, line := range strings.Split(strings.TrimSpace(transcript), "\n") {
		command, answer, _ := strings.Cut(line, "->")
		command = strings.TrimSpace(command)
		want = append(want, command+" -> "+strings.TrimSpace(answer))
		got = append(got, command+" -> "+s.run(strings.Fields(command)))
		Expect(b.Check()).To(Succeed(), command)
	}
	Expect(strings.Join(got, "\n")).To(Equal(strings.Join(want, "\n")))
}

func (s *script) run(words []string) string {
	switch words[0] {
	case "cancel":
		o, code := s.book.Cancel(uint64(number(words[1])))
		if code != reject.OK {
			return code.String()
		}
		return fmt.Sprintf("%d left, releases %d", o.Remaining, o.Locked)
	case "book":
		return s.depth(0)
	case "depth":
		return s.depth(int(number(words[1])))
	case "wait":
		s.now += number(words[1]) * 1_000_000_000
		return ""
	case "uncross":
		return s.uncross()
	case "last":
		return strconv.FormatInt(s.book.Last(), 10)
	case "mine":
		return s.mine(uint32(number(words[1])))
	}
	for status := market.Open; status <= market.Auction; status++ {
		if words[0] == status.String() {
			s.book.SetStatus(status)
			return s.book.Status().String()
		}
	}
	return s.place(words)
}

func (s *script) place(words []string) string {
	s.placed++
	o := market.Order{ID: s.placed, Account: 1, Type: market.Market, Placed: s.now}
	if words[0] == "account" {
		o.Account = uint32(number(strings.TrimSuffix(words[1], ":")))
		words = words[2:]
	}
	o.Side = map[string]market.Side{"buy": market.Buy, "sell": market.Sell}[words[0]]
	if words[1] == "for" {
		o.Quote = number(words[2])
	} else {
		o.Quantity = number(words[1])
	}
	if len(words) > 3 {
		o.Type, o.Price = market.Limit, number(words[3])
	}
	switch words[len(words)-1] {
	case "maker":
		o.Type = market.LimitMaker
	case "ioc":
		o.TimeInForce = market.IOC
	case "fok":
		o.TimeInForce = market.FOK
	}
	placed, fills, code := s.book.Place(&o, nil)
	if code != reject.OK {
		return code.String()
	}
	return tell(&o, placed, fills)
}

func tell(o *market.Order, placed market.Placement, fills []market.Fill) string {
	var parts []string
	for _, f := range fills {
		parts = append(parts, fmt.Sprintf("%d @ %d with %d", f.Quantity, f.Price, f.Maker))
	}
	switch {
	case placed.Rests:
		parts = append(parts, fmt.Sprintf("%d rests", o.Remaining))
	case o.Remaining > 0:
		parts = append(parts, fmt.Sprintf("%d expires", o.Remaining))
	}
	if placed.Release > 0 {
		parts = append(parts, fmt.Sprintf("releases %d", placed.Release))
	}
	if placed.Stopped != reject.None {
		parts = append(parts, placed.Stopped.String())
	}
	return strings.Join(parts, ", ")
}

func (s *script) uncross() string {
	var parts []string
	s.book.Uncross(s.now, func(c *market.Crossing) {
		parts = append(parts, fmt.Sprintf("%d %ss %d @ %d with %d", c.Taker.ID, c.Taker.Side, c.Quantity, c.Price, c.Maker))
		if c.TakerRelease+c.MakerRelease > 0 {
			parts = append(parts, fmt.Sprintf("releases %d", c.TakerRelease+c.MakerRelease))
		}
	}, func(o *market.Order) {
		parts = append(parts, fmt.Sprintf("%d drops %d @ %d", o.ID, o.Remaining, o.Price))
	})
	s.book.SetStatus(market.Open)
	return strings.Join(parts, ", ")
}

func (s *script) depth(n int) string {
	bids, asks := s.book.Depth(n, nil, nil)
	return levels(bids) + " | " + levels(asks)
}

func levels(all []market.Level) string {
	var parts []string
	for _, l := range all {
		parts = append(parts, fmt.Sprintf("%d @ %d (%d)", l.Quantity, l.Price, l.Orders))
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func (s *script) mine(account uint32) string {
	var parts []string
	for _, o := range s.book.Orders(account, nil) {
		parts = append(parts, fmt.Sprintf("%d: %s %d @ %d", o.ID, o.Side, o.Remaining, o.Price))
	}
	return strings.Join(parts, ", ")
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		panic(err) // a spec that is written wrongly
	}
	return n
}
