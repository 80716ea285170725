package report

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// card is a result in the words of a scorecard.
type card struct {
	*score.Result
	Options
}

func (c card) money(a score.Amount) string { return Money(a, c.Loss.Currency, c.Loss.Decimals) }

func (c card) moment(at score.Instant) string { return Moment(at, c.Clock.Zone) }

// title names what was run: scenario, defence, seed, and what is not as usual.
func (c card) title() string {
	parts := []string{c.scenario(), c.Defence.Name, fmt.Sprintf("seed %d", c.Seed)}
	return strings.Join(append(parts, c.conditions()...), " · ")
}

func (c card) scenario() string {
	if c.Scenario.Title != "" {
		return c.Scenario.Title
	}
	return c.Scenario.ID
}

// conditions are those that are not the default.
func (c card) conditions() (parts []string) {
	if c.Variation != "" && c.Variation != score.Record {
		parts = append(parts, c.Variation)
	}
	if c.Scale != money.Whole {
		parts = append(parts, "scale "+c.Scale.String())
	}
	if c.Adaptation != 0 {
		parts = append(parts, fmt.Sprintf("adaptation %d", c.Adaptation))
	}
	return parts
}

func (c card) score() string {
	p := yellow
	switch {
	case c.Score < 0:
		p = red
	case c.Score >= 8000:
		p = green
	}
	return c.in(p, c.Score.String())
}

// verdict says in a word why a run passed or did not: whether the service was up,
// at or above its floor, or that a documented figure does not hold. It says nothing
// of the money, and so it is no "passed" beside a score.
func (c card) verdict() string {
	switch {
	case c.Passed:
		return c.in(green, "service up")
	case !c.Harm.OK:
		return c.in(red, "service down")
	}
	return c.in(red, "figures differ")
}

// parts are the scores of posture and monitor apart.
func (c card) parts() string {
	var parts []string
	for _, p := range []struct {
		name string
		part score.Part
	}{{"posture alone", c.Standing}, {"monitor alone", c.Response}} {
		if p.part.Score != nil {
			parts = append(parts, p.name+" "+p.part.Score.String())
		}
	}
	return strings.Join(parts, ", ")
}

func (c card) lostNote() string {
	note := "no attack came"
	if c.Attacked() {
		note = fmt.Sprintf("%s of %s undefended", c.ofUndefended(c.Loss.Net), c.money(c.Loss.Undefended))
	}
	if c.Loss.Given != 0 {
		note += fmt.Sprintf("; %s was given away to people who had not lost it", c.money(c.Loss.Given))
	}
	if c.Loss.Recovered != 0 {
		note += fmt.Sprintf("; %s more was taken and recovered", c.money(c.Loss.Recovered))
	}
	return note
}

func (c card) ofUndefended(a score.Amount) string {
	return Percent(int64(a), int64(c.Loss.Undefended))
}

func (c card) harmNote() string {
	if c.Harm.Total == 0 {
		return "nobody"
	}
	note := fmt.Sprintf("%s of a closed day (%s)", Percent(int64(c.Harm.Total), int64(c.Harm.ClosedDay)), c.money(c.Harm.ClosedDay))
	if c.Harm.UnitIs == score.UnitLoss {
		note += fmt.Sprintf("\ncounts as %s of its unit (%s, 1 %% of undefended%s)", Percent(int64(c.Harm.Total), int64(c.Harm.Unit)), c.money(c.Harm.Unit), c.scaled())
	}
	return note + "\n" + harmed(c.Harm.Items)
}

// plural are the kinds of harm in words, one and many.
var plural = map[string][2]string{
	"withdrawal_late":    {"withdrawal late", "withdrawals late"},
	"withdrawal_refused": {"withdrawal refused", "withdrawals refused"},
	"deposit_late":       {"deposit late", "deposits late"},
	"order_refused":      {"order refused", "orders refused"},
	"order_cancelled":    {"order cancelled", "orders cancelled"},
	"fill_reversed":      {"trade reversed", "trades reversed"},
	"key_disabled":       {"key disabled", "keys disabled"},
	"account_frozen":     {"account frozen", "accounts frozen"},
	"ceremony":           {"ceremony or quorum of staff", "ceremonies and quorums of staff"},
	"on_call":            {"signer or approver on call", "signers and approvers on call"},
	"signing":            {"withdrawal signed or looked at", "withdrawals signed or looked at"},
	"feed":               {"paid watch of the chain", "paid watches of the chain"},
	"customer_lost":      {"customer lost", "customers lost"},
}

// harmed lists what happened to honest people: "12 withdrawals late, 3 keys
// disabled".
func harmed(items []score.HarmItem) string {
	var parts []string
	for _, item := range items {
		parts = append(parts, Count(item.Count)+" "+kindText(item.Kind, item.Count))
	}
	return strings.Join(parts, ", ")
}

// kindText is a kind of harm in words, done so many times.
func kindText(kind string, n int64) string {
	words, ok := plural[kind]
	switch {
	case !ok:
		return kind
	case n == 1:
		return words[0]
	}
	return words[1]
}

func (c card) availability() string {
	return fmt.Sprintf("of what honest customers wanted was not refused (floor %s)", ShareText(c.Harm.Floor))
}
