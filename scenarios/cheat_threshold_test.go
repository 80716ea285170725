package scenarios_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/control"
)

// mostAStep is by how much of a closed day the price of a control may rise with a
// step of a tenth in one of its parameters, or with one more where it is a count.
// At the scale of the spec one large customer on the other side of a threshold
// comes to 0.17 of it, and a second signer without a third to 0.16.
const mostAStep = 0.2

// middles are values of parameters that have no default.
var middles = map[string]string{
	"key_notional_limit.per_day": "2000000 JPY-equivalent", "position_cap.most": "5000000 JPY-equivalent", "notional_cap.most": "1000000 JPY-equivalent",
	"withdrawal_limit.per_day": "1000000 JPY-equivalent", "manual_approval.above": "1000000 JPY-equivalent", "probe_detector.dust": "2000 JPY-equivalent",
	"confirmations_by_amount.above": "1000000 JPY-equivalent", "velocity_limits.per_request": "{BTC: 0.5}", "velocity_limits.per_customer": "{BTC: 1}",
	"hot_cap.total_share": "5 %",
}

// ladder is a parameter's value and some on both sides of it, a tenth apart, or one
// apart where it counts something; nil for a parameter without steps.
func ladder(p control.Parameter, middle string, steps int) (values []string) {
	longest := 100 * 365 * 24 * time.Hour
	if strings.Contains(p.Range, "tail") {
		longest = 48 * time.Hour
	}
	for n := -steps; n <= steps; n++ {
		times := math.Pow(1.1, float64(n))
		switch number, unit, _ := strings.Cut(middle, " "); p.Type {
		case "duration":
			d, err := time.ParseDuration(strings.Replace(middle, "30d", "720h", 1))
			Expect(err).NotTo(HaveOccurred(), middle)
			if d = time.Duration(float64(d) * times).Round(time.Second); n == 0 || d <= longest {
				values = append(values, min(d, longest).String())
			}
		case "share", "multiple", "amount":
			v, err := strconv.ParseFloat(number, 64)
			Expect(err).NotTo(HaveOccurred(), middle)
			decimals := 2
			if p.Type == "amount" {
				decimals = 0
			}
			if lets := v < 100; p.Type == "multiple" && (v*times < 100) != lets {
				continue // of a band that leaves out the price itself: it stops the market
			}
			values = append(values, strconv.FormatFloat(v*times, 'f', decimals, 64)+" "+unit)
		case "number":
			v, err := strconv.Atoi(number)
			Expect(err).NotTo(HaveOccurred(), middle)
			if more := int(math.Round(float64(v) * times)); v >= 20 {
				values = append(values, strconv.Itoa(more))
			} else if v+n > 0 && (p.Name != "n" || v+n > 1) && (p.Name != "people" || v+n <= 2) && (p.Name != "m" || v+n <= 3) {
				values = append(values, strconv.Itoa(v+n))
			}
		case "amounts":
			coin, amount, _ := strings.Cut(strings.Trim(middle, "{}"), ": ")
			v, err := strconv.ParseFloat(amount, 64)
			Expect(err).NotTo(HaveOccurred(), middle)
			values = append(values, fmt.Sprintf("{%s: %.6f}", coin, v*times))
		}
	}
	return slices.Compact(values)
}

// stepped is a control with its required parameters, and one that is set.
func stepped(info control.Info, name, value string) string {
	var list []string
	for _, p := range info.Parameters {
		switch middle, required := middles[info.Name+"."+p.Name], p.Default == ""; {
		case p.Name == name:
			list = append(list, p.Name+": "+value)
		case required:
			list = append(list, p.Name+": "+middle)
		}
	}
	return info.Name + ": {" + strings.Join(list, ", ") + "}"
}

// highestStep is the largest difference between the prices of two neighbours on a
// parameter's ladder, as a share of a closed day, and where it is.
func highestStep(ctx SpecContext, info control.Info, p control.Parameter, steps int) (most float64, where string) {
	GinkgoHelper()
	middle := p.Default
	if own, found := middles[info.Name+"."+p.Name]; found {
		middle = own
	}
	stage, before, last := open("quiet-week", 1, 0.02), 0.0, ""
	for n, value := range ladder(p, middle, steps) {
		posture := stepped(info, p.Name, value)
		r := against(ctx, stage, standing(posture))
		now := float64(r.Harm.Total) / float64(r.Harm.ClosedDay)
		if step := math.Abs(now - before); n > 0 && step > most {
			most, where = step, fmt.Sprintf("%s %.3f, %s %.3f", last, before, posture, now)
		}
		before, last = now, posture
	}
	return most, where
}

var _ = Describe("No threshold of a control is a cliff:", Label("embedded", "cheat"), func() {
	quick := []string{"first_seen_hold.for", "withdrawal_limit.per_day", "fresh_deposit_hold.later"}
	for _, c := range control.All() {
		info := c.Info()
		for _, p := range info.Parameters {
			name := info.Name + "." + p.Name
			if p.Type == "flag" || p.Type == "time of day" {
				continue
			}
			steps, labels := 1, Label()
			if !slices.Contains(quick, name) {
				labels = Label("soak")
			}
			It("a step of "+name+" costs or saves little", labels, func(ctx SpecContext) {
				if soaking {
					steps = 3
				} else if !slices.Contains(quick, name) {
					Skip("SKIPPED, NOT TESTED: EXDRILL_SOAK=1 runs it")
				}
				most, where := highestStep(ctx, info, p, steps)
				AddReportEntry(name, fmt.Sprintf("%.4f of a closed day: %s", most, where))
				Expect(most).To(BeNumerically("<", mostAStep), where)
			})
		}
	}

	It("a second more than ten minutes is a second more, of any hold", func(ctx SpecContext) {
		stage := open("quiet-week", 1, 0.02)
		price := func(posture string) float64 {
			r := against(ctx, stage, standing(posture))
			return float64(r.Harm.Total) / float64(r.Harm.ClosedDay)
		}
		under, over := price("first_seen_hold: {for: 9m59s}"), price("first_seen_hold: {for: 10m}")
		Expect(under).To(BeNumerically(">", 0))
		Expect(over).To(And(BeNumerically(">=", under), BeNumerically("<", under*1.05)))
	})
})
