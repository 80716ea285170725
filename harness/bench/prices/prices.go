// Package prices lists what a benchmark reckons with and nobody has published:
// what harm costs honest customers, and what controls cost them, each with the
// range in which the truth may lie. A ranking that does not survive those ranges
// says more about them than about defences.
package prices

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/lab/rota"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Price is one of them, in words.
type Price struct {
	Name   string `json:"name"`
	About  string `json:"about"` // what it is a price of
	Low    string `json:"low"`
	Stated string `json:"stated"` // what runs reckon with
	High   string `json:"high"`
	Why    string `json:"why"`
	// Rerun says that another value makes another run. Prices of harm are on the
	// bill of every run, and a benchmark tries both their ends by itself.
	Rerun bool `json:"rerun"`
}

// All lists them: first the prices of harm, as the tariff has them in yen, then
// what customers are like where a control stands in their way, and the machines
// and people of custody. Of these the low end is that at which controls cost
// least.
func All() []Price { return slices.Concat(harm(), people(), staff()) }

func staff() (list []Price) {
	for _, f := range rota.Traits() {
		in := share
		switch f.In {
		case rota.Span:
			in = span
		case rota.Number:
			in = func(n int64) string { return strconv.FormatInt(n, 10) }
		}
		list = append(list, Price{
			Name: f.Name, About: "custody", Low: in(f.Best), Stated: in(f.Default), High: in(f.Worst), Why: f.Says, Rerun: true,
		})
	}
	return list
}

func people() (list []Price) {
	for _, t := range model.Traits() {
		in := share
		if t.Time {
			in = span
		}
		list = append(list, Price{
			Name: t.Name, About: "people", Low: in(t.Best), Stated: in(t.Default), High: in(t.Worst), Why: t.Says, Rerun: true,
		})
	}
	return list
}

// share is one in parts per million, in per cent.
func share(v int64) string { return strconv.FormatFloat(float64(v)/1e4, 'f', -1, 64) + " %" }

// span is a duration in nanoseconds without units of which it has none, and in
// days where it is many.
func span(v int64) string {
	d := time.Duration(v)
	if day := 24 * time.Hour; d >= 10*day && d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	text := strings.TrimSuffix(d.String(), "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

func harm() (list []Price) {
	tariff, ranges := impact.DefaultTariff(1000), impact.Ranges()
	for k, rate := range tariff.Rates {
		r := &ranges[k]
		list = append(list, Price{
			Name: impact.Kind(k).String(), About: "harm",
			Low: rateAt(&rate, r.Low), Stated: rateAt(&rate, money.Whole), High: rateAt(&rate, r.High), Why: r.Why,
		})
	}
	return list
}

// rateAt is a rate times so many parts per million, in words.
func rateAt(r *impact.Rate, times int64) (text string) {
	amount := func(n int64) float64 { return float64(n) * float64(times) / money.Whole }
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	if r.Share > 0 {
		text = number(amount(r.Share)/1e4) + " %"
	}
	if r.Flat > 0 {
		if text != "" {
			text += " and "
		}
		text += fmt.Sprintf("¥%s", number(amount(r.Flat)))
	}
	if r.PerHour {
		text += " an hour"
	}
	if r.Cap > 0 {
		text += ", at most " + number(amount(r.Cap)/1e4) + " %"
	}
	return text
}
