package impact

import "github.com/exdrill/exdrill/mockexchange/money"

// Range is where the truth about a price may lie: between so many times what the
// tariff says, in parts per million. Nobody has published what harm costs
// customers of an exchange, so every price is synthetic, and whoever draws
// conclusions asks whether they hold at both ends.
type Range struct {
	Low, High int64
	Why       string // what both ends stand for
}

// Ranges are those of the tariff's rows; indices are kinds. A row that a scenario
// overrides is as uncertain as the one that it overrides.
func Ranges() [Kinds]Range {
	between := func(low, high float64, why string) Range {
		return Range{Low: int64(low * money.Whole), High: int64(high * money.Whole), Why: why}
	}
	late := between(0.2, 4, "0.01 % an hour is what money misses that lies idle at 88 % a year; 0.2 % an hour is the move of a market")
	return [Kinds]Range{
		WithdrawalLate:    late,
		WithdrawalRefused: between(0.25, 2.5, "0.5 %: two fees and a spread in bitcoin; 5 %: the same in a thin coin, and the way round it"),
		DepositLate:       late,
		OrderRefused:      between(0.2, 3, "0.1 %: the fee of trying elsewhere; 1.5 %: a wild hour of 2018"),
		OrderCancelled:    between(0.1, 2, "0.05 %: a spread in bitcoin; 1 %: a place in the queue of a thin book"),
		FillReversed:      between(0.2, 4, "0.1 %: the fee of doing it again; 2 %: a position that was hedged elsewhere"),
		KeyDisabled:       between(0.25, 3, "500 yen: ten minutes; 6,000 yen: an evening, and what the program did not do meanwhile"),
		AccountFrozen:     between(0.2, 4, "100 yen an hour: somebody who sees it the next day; 2,000 yen: somebody who has to pay"),
		Ceremony:          between(0.4, 4, "2,000 yen an hour: the wage alone; 20,000 yen: nights, several sites and auditors who watch"),
		OnCall:            between(0.25, 4, "100 yen an hour: a telephone and the training, signing is part of the job; 1,600 yen: two for each key, so that one can sleep"),
		Signing:           between(0.25, 4, "20 yen: a glance of 15 seconds; 320 yen: four minutes, with the work that was interrupted"),
		Feed:              between(0.2, 4, "150 yen an hour: 1,000 dollars a month; 3,000 yen: 20,000 dollars"),
		CustomerLost:      between(0.2, 8, "1,000 yen: somebody who hardly trades; 40,000 yen: a year like 2017"),
	}
}
