package binance

import (
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// A request carries its own time, so that one that was recorded cannot be sent
// again later. All times here are microseconds.
const (
	defaultWindow = 5_000_000
	maxWindow     = 60_000_000
	maxAhead      = 1_000_000
	// Timestamps from here on are microseconds already: as milliseconds they
	// would lie beyond the year 33658.
	microseconds = 1_000_000_000_000_000
)

// timely checks a request's timestamp against the venue's time in nanoseconds.
func (r *request) timely(now int64) *refusal {
	text := r.get("timestamp")
	if text == "" {
		return mandatory.about("timestamp")
	}
	sent, err := strconv.ParseInt(text, 10, 64)
	if err != nil || sent < 0 {
		return illegal.about("timestamp", "^[0-9]{1,20}$")
	}
	if sent < microseconds {
		sent *= 1000
	}
	window, no := r.window()
	if no != nil {
		return no
	}
	present := now / 1000
	switch {
	case sent >= present+maxAhead:
		return &early
	case present-sent > window:
		return &late
	}
	return nil
}

// window is how old the request may be.
func (r *request) window() (int64, *refusal) {
	text := r.get("recvWindow")
	if text == "" {
		return defaultWindow, nil
	}
	// Milliseconds with up to three decimals.
	window, err := money.Unit{Decimals: 3}.Parse(text)
	if err != nil || strings.HasPrefix(text, "-") {
		return 0, illegal.about("recvWindow", `^[0-9]{1,5}(\.[0-9]{1,3})?$`)
	}
	if window > maxWindow {
		return 0, &badWindow
	}
	return window, nil
}
