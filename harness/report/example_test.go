package report_test

import (
	"os"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

// A scorecard of a run in which nothing was lost and hardly anybody was hurt.
func ExampleWrite() {
	r := oracle()
	_ = report.Write(os.Stdout, report.Table, []score.Result{r}, report.Options{})
	// Output:
	// Zaif's leaked API keys, January 2018 · oracle · seed 1
	//
	//  Score      99.80  service up  posture alone 0.00, monitor alone 99.80
	//  Lost       ¥0                 0 % of ¥151,203,448 undefended
	//  Saved      ¥151,203,448       100 %
	//  Harmed     ¥34,000            0.2 % of a closed day (¥17,404,556)
	//                                17 keys disabled
	//  Available  > 99.9 %           of what honest customers wanted was not refused (floor 90 %)
	//  Detected   at once            with the first action: 2018-01-06 16:12:40 JST (07:12:40 UTC)
	//                                0 % of the undefended loss gone
	//  Contained  at once            with the first action: 2018-01-06 16:12:40 JST (07:12:40 UTC)
	//                                as it was detected, 1 attempt refused
	//
	//  again: exdrill run zaif-api-keys-2018-01 --defence oracle --seed 1
}
