package bench

import (
	"cmp"
	"math"
	"slices"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
)

// Entry is one defence's place on the leaderboard. Every scenario counts the
// same, attack and control scenarios together, so that crying wolf costs as
// much as sleeping through a theft.
type Entry struct {
	Rank     int                  `json:"rank"` // from 1; 0 for a defence that is not ranked
	Defence  string               `json:"defence"`
	Score    float64              `json:"score"` // mean over scenarios of the mean over seeds
	Interval *statistics.Interval `json:"interval,omitempty"`
	Worst    Cell                 `json:"worst"`             // its weakest scenario
	Missing  []string             `json:"missing,omitempty"` // scenarios without runs: such a defence is not ranked

	Attacked   *Part `json:"attacked,omitempty"`   // its runs in which a thief came
	Unattacked *Part `json:"unattacked,omitempty"` // and those in which none did, of variants and control scenarios alike

	// Unconfined says why nothing kept the defence from looking around in some
	// run, which may have told it what no defence may know: it is not ranked.
	Unconfined string `json:"unconfined,omitempty"`

	// BestRank and WorstRank are the places that it takes when any one scenario
	// is left out.
	BestRank  int `json:"best_rank"`
	WorstRank int `json:"worst_rank"`
}

// Board ranks the defences of a matrix made of these runs. Those that the
// caller names, such as one that sees the ground truth, are shown and not
// ranked; so are, beneath all others, those that ran unconfined.
func Board(m *Matrix, rows []*runs.Row, unranked ...string) []Entry {
	rows = m.Shown(runs.Told(rows))
	board := place(m, m.Scenarios, unranked)
	for i := range board {
		board[i].Interval = over(m, rows, board[i].Defence)
		board[i].Attacked, board[i].Unattacked = parts(m, rows, board[i].Defence)
		board[i].BestRank, board[i].WorstRank = board[i].Rank, board[i].Rank
	}
	if len(m.Scenarios) < 2 {
		return board
	}
	for left := range m.Scenarios {
		rest := slices.Delete(slices.Clone(m.Scenarios), left, left+1)
		for _, e := range place(m, rest, unranked) {
			at := slices.IndexFunc(board, func(b Entry) bool { return b.Defence == e.Defence })
			if e.Rank > 0 && board[at].Rank > 0 {
				board[at].BestRank = min(board[at].BestRank, e.Rank)
				board[at].WorstRank = max(board[at].WorstRank, e.Rank)
			}
		}
	}
	return board
}

// place orders the defences by their mean over the scenarios.
func place(m *Matrix, scenarios, unranked []string) []Entry {
	board := make([]Entry, 0, len(m.Defences))
	for _, d := range m.Defences {
		board = append(board, entry(m, scenarios, d))
	}
	slices.SortStableFunc(board, func(a, b Entry) int {
		beneath := cmp.Compare(min(len(a.Unconfined), 1), min(len(b.Unconfined), 1))
		return cmp.Or(beneath, cmp.Compare(len(a.Missing), len(b.Missing)), -cmp.Compare(a.Score, b.Score), cmp.Compare(a.Defence, b.Defence))
	})
	rank := 0
	for i := range board {
		if len(board[i].Missing) == 0 && board[i].Unconfined == "" && !slices.Contains(unranked, board[i].Defence) {
			rank++
			board[i].Rank = rank
		}
	}
	return board
}

func entry(m *Matrix, scenarios []string, defence string) Entry {
	e := Entry{Defence: defence, Unconfined: m.Unconfined[defence], Score: math.Inf(-1), Worst: Cell{Mean: math.Inf(1)}}
	var all []float64
	for _, s := range scenarios {
		c := m.Cell(s, defence)
		if c == nil {
			e.Missing = append(e.Missing, s)
			continue
		}
		all = append(all, c.Mean)
		if c.Mean < e.Worst.Mean {
			e.Worst = *c
		}
	}
	if len(all) > 0 {
		e.Score = statistics.Mean(all)
	}
	return e
}

func mean(values []float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	v := statistics.Mean(values)
	return &v
}

// over is the interval of a defence's mean over all scenarios, from the seeds
// that all of them have. Each run is a draw of its own: what happens in a
// scenario is drawn from seed, salt and the scenario's name.
func over(m *Matrix, rows []*runs.Row, defence string) *statistics.Interval {
	if m.Robust {
		return nil
	}
	type draw struct {
		seed uint64
		salt string
	}
	scores := make(map[draw][]float64)
	var order []draw
	for _, r := range rows {
		if r.Defence != defence {
			continue
		}
		d := draw{r.Seed, r.Salt}
		if len(scores[d]) == 0 {
			order = append(order, d)
		}
		scores[d] = append(scores[d], points(r.Score))
	}
	var all []float64
	for _, d := range order {
		if len(scores[d]) == len(m.Scenarios) {
			all = append(all, scores[d]...)
		}
	}
	if len(all) < statistics.Fewest*len(m.Scenarios) {
		return nil
	}
	return within(all)
}
