// Package replay steps through a run that was kept: what the attacker did on one
// side, alerts, actions and statements on the other, and above them what was lost,
// what would have been lost without the defence, balances and prices. Print shows
// moments one below the other, Watch is for somebody at a terminal.
package replay
