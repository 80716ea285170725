package score

import (
	"cmp"

	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Runs are the tallies that a score takes. Standing, Response
// and Peace may be nil where they were not run.
type Runs struct {
	Defended   *Tally
	Undefended *Tally // the none run: incident's posture, adaptation level 0
	ClosedDay  *Tally // the venue closed for the first 24 hours, without attack
	Standing   *Tally // the defence's posture alone
	Response   *Tally // the defence's monitor alone
	// Peace is the defended run without a thief, at which detection is no luck; nil
	// where alerts are not held against it.
	Peace *Tally
}

// Compose makes a result of the runs. It is an error if the thief takes nothing
// from the undefended venue, or if closing for a day hurts nobody.
func Compose(runs Runs, meta Meta) (Result, error) {
	if runs.Defended == nil || runs.Undefended == nil || runs.ClosedDay == nil {
		return Result{}, ErrIncomplete
	}
	b, err := newBaseline(runs.Undefended, runs.ClosedDay, meta.Scale)
	if err != nil {
		return Result{}, err
	}
	t := runs.Defended
	r := meta.result()
	r.Clock = Clock{Instant(t.Start), Instant(t.ClockEnd), Instant(t.End), meta.Zone}
	r.Facts = meta.facts(t)
	r.Detection = detection(t, runs.Undefended, peacefulOf(runs.Peace), Desk{Budget: meta.AlertBudget, Scale: meta.Scale})
	r.Containment = containment(t, runs.Undefended, r.Detection.DetectedAt)
	r.Loss = loss(t, b)
	r.Harm = harm(t, b, meta.Floor)
	r.Harm.TariffDigest = meta.TariffDigest
	r.Standing, r.Response = b.part(runs.Standing), b.part(runs.Response)
	r.Statements, r.Disclosure = statements(t), disclosure(t)
	r.Score = b.score(t)
	hold, apply := r.FactsHeld()
	r.Passed = r.Harm.OK && hold == apply
	return r, nil
}

func (b baseline) part(t *Tally) Part {
	if t == nil {
		return Part{}
	}
	p := b.score(t)
	return Part{Score: &p}
}

func loss(t *Tally, b baseline) Loss {
	return Loss{
		Currency: t.Currency.Code, Decimals: t.Currency.Decimals,
		Undefended: Amount(b.undefended), Taken: Amount(t.Taken),
		Recovered: Amount(t.Recovered), Given: Amount(t.Given), Net: Amount(t.Net()),
	}
}

func harm(t *Tally, b baseline, floor Share) Harm {
	h := Harm{
		Currency: t.Currency.Code, Decimals: t.Currency.Decimals, Tariff: t.Tariff,
		Total: Amount(t.HarmTotal()), ClosedDay: Amount(b.closedDay), Unit: Amount(b.unit), UnitIs: UnitClosedDay,
		Items: HarmItems(&t.Harm), ClosedDayItems: HarmItems(b.items),
		Availability: t.Intents.Availability(), Floor: floor,
	}
	if b.unit > b.closedDay {
		h.UnitIs = UnitLoss
	}
	h.OK = h.Availability >= floor
	return h
}

// HarmItems are the rows that have cases, as results show them.
func HarmItems(rows *impact.Items) []HarmItem {
	list := []HarmItem{}
	for k, row := range rows {
		if row.Count > 0 {
			list = append(list, HarmItem{impact.Kind(k).String(), row.Count, Amount(row.Value), Amount(row.Price)})
		}
	}
	return list
}

// Availability is the share of honest intents that the defence did not refuse,
// rounded down; one if nobody wanted anything.
func (n *Intents) Availability() Share {
	var all, refused int64
	for k := range n.All {
		all, refused = money.AddCapped(all, n.All[k]), money.AddCapped(refused, n.Refused[k])
	}
	if all == 0 {
		return money.Whole
	}
	met, _ := money.MulDiv(all-refused, money.Whole, all, money.Down)
	return Share(met)
}

func statements(t *Tally) []StatementResult {
	list := make([]StatementResult, 0, len(t.Statements))
	for i := range t.Statements {
		s := &t.Statements[i]
		r := StatementResult{At: Instant(s.At), Claim: s.Claim, By: s.By, Due: Instant(s.Due)}
		if s.Judged {
			r.False = &s.False
		}
		if s.Judged && s.False {
			at := t.corrected(s)
			stood := Elapsed(max(0, cmp.Or(at, t.End)-s.wrongFrom()))
			r.CorrectedAt, r.Uncorrected = Instant(at), &stood
		}
		list = append(list, r)
	}
	return list
}

// disclosure finds the first admission after the first theft that was true.
func disclosure(t *Tally) (d Disclosure) {
	for _, c := range t.Changes {
		if c.Delta > 0 {
			d.FirstTheftAt = Instant(c.At)
			break
		}
	}
	if d.FirstTheftAt == 0 {
		return d
	}
	for i := range t.Statements {
		s := &t.Statements[i]
		if s.Admits() && s.Judged && !s.False && s.At >= int64(d.FirstTheftAt) {
			waited := Elapsed(s.At) - Elapsed(d.FirstTheftAt)
			d.DisclosedAt, d.Seconds = Instant(s.At), &waited
			break
		}
	}
	return d
}
