// Package report turns results into what people and programs read: a scorecard
// that is understood in ten seconds, several defences side by side, JSON,
// JUnit, Markdown and CSV.
//
//	report.Write(os.Stdout, report.Table, results, report.For(os.Stdout))
package report
