// Package verify finds out whether a run folder is what exdrill left there: that
// every file is the one that the manifest lists, and that the same scenario and
// the same defence bring forth the same commands, events, alerts and score once
// more. Somebody who changes a line and writes a fitting manifest is found out
// by the run, and the line is named.
package verify
