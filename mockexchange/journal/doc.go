// Package journal keeps every command that a venue applied, with its time and
// its result, in the order in which they were applied. The venue's state is
// the fold of its commands, so a venue that was killed is rebuilt by replaying
// them into a fresh one.
//
// On disk a journal is a write-ahead log. Its first entry names the genesis
// that it belongs to; every entry carries a checksum. A command's answer leaves
// only after [Journal.Wait] says that the command is kept: what a client was
// told survives a kill. Commands that arrive together share one write and one
// fsync.
package journal
