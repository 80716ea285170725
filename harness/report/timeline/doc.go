// Package timeline is a run over time, compact enough for a page: what the
// thief took, with and without the defence, what was noticed, done and said,
// what the coins and prices did. A Chronicle listens to a run; Compose makes a
// Timeline of it, which a run folder keeps as JSON.
package timeline
