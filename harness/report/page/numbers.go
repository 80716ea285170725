package page

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// unit is one step of the names of large numbers.
type unit struct {
	from float64
	name string
}

var (
	unitsEN = []unit{{1e12, "tn"}, {1e9, "bn"}, {1e6, "m"}, {1e3, "k"}}
	unitsJA = []unit{{1e12, "兆"}, {1e8, "億"}, {1e4, "万"}}
)

// short writes a number of whole coins with three digits, for axes and labels.
func (w *words) short(v float64) string {
	units := unitsEN
	if w.Lang == Japanese {
		units = unitsJA
	}
	for _, u := range units {
		if math.Abs(v) >= u.from*0.9995 {
			return trimmed(v/u.from) + w.gap(u.name)
		}
	}
	return trimmed(v)
}

func (w *words) gap(name string) string {
	if w.Lang == Japanese || name == "k" || name == "m" {
		return name
	}
	return " " + name
}

// trimmed writes a number with three digits that count.
func trimmed(v float64) string {
	if v == 0 {
		return "0"
	}
	places := max(0, 2-int(math.Floor(math.Log10(math.Abs(v))+1e-9)))
	text := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

// cash writes an amount of a currency in short.
func (w *words) cash(v float64, currency string) string {
	text := w.short(v)
	if sign, ok := report.Symbol(currency); ok {
		if rest, negative := strings.CutPrefix(text, "-"); negative {
			return "-" + sign + rest
		}
		return sign + text
	}
	return text + " " + currency
}

// axis writes a price or an amount beside an axis, where the caption names the
// currency.
func (w *words) axis(v float64, currency string) string {
	if _, ok := report.Symbol(currency); ok {
		return w.cash(v, currency)
	}
	return w.short(v)
}

// coins turns base units into whole coins, for drawing.
func coins(base int64, decimals uint8) float64 { return float64(base) / math.Pow10(int(decimals)) }

// span writes a span of time with its two largest units.
func (w *words) span(e score.Elapsed) string {
	text := report.Span(e)
	if w.Lang != Japanese {
		return text
	}
	if text == "at once" {
		return "直ちに"
	}
	return strings.NewReplacer(" d", "日", " h", "時間", " m", "分", " s", "秒", " ", "").Replace(text)
}

// day writes a date without its year.
func (w *words) day(t time.Time) string {
	if w.Lang == Japanese {
		return t.Format("1月2日")
	}
	return t.Format("2 Jan")
}

// clock writes a moment by the venue's clock.
func (w *words) clock(t time.Time) string { return w.day(t) + t.Format(" 15:04:05") }

// date writes a date with its year.
func (w *words) date(t time.Time) string {
	if w.Lang == Japanese {
		return t.Format("2006年1月2日")
	}
	return t.Format("2 January 2006")
}

// rounded writes an amount for people. Of currencies with many decimals it keeps
// as many as count.
func rounded(a score.Amount, currency string, decimals uint8) string {
	keep := uint8(4)
	if whole := money.Pow10(decimals); int64(a) >= 100*whole || int64(a) <= -100*whole {
		keep = 2
	}
	if decimals > keep {
		cut, _ := money.MulDiv(int64(a), 1, money.Pow10(decimals-keep), money.Nearest)
		if cut != 0 || a == 0 {
			return report.Money(score.Amount(cut), currency, keep)
		}
	}
	return report.Money(a, currency, decimals)
}
