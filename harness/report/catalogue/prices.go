package catalogue

import (
	"fmt"
	"io"

	"github.com/exdrill/exdrill/harness/bench/prices"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
)

// Prices lists what runs reckon with and nobody has published, with ranges.
func Prices(w io.Writer, format report.Format) error {
	all := prices.All()
	switch format {
	case report.JSON:
		return report.WriteValue(w, all)
	case report.Markdown:
		fmt.Fprint(w, "| price | of | low | stated | high | why |\n|---|---|---|---|---|---|\n")
		for _, p := range all {
			fmt.Fprintf(w, "| `%s` | %s | %s | %s | %s | %s |\n", p.Name, p.About, p.Low, p.Stated, p.High, p.Why)
		}
		return nil
	}
	g := layout.NewGrid(0, 0, 20, 20, 20, 44)
	g.Row("price", "of", "low", "stated", "high", "why")
	for _, p := range all {
		g.Row(p.Name, p.About, p.Low, p.Stated, p.High, p.Why)
	}
	g.Print(w)
	return nil
}
