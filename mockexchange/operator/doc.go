// Package operator is the venue's back office. [Venue] puts one engine behind
// one lock and gives turns at it, keeps its journal and its telemetry, and
// knows what time it is; [Handler] is the HTTP API through which staff, labs
// and defences watch it and act on it.
//
// Nothing that a turn did is shown to anybody before the journal has it, so
// that a kill takes back nothing that was seen. That holds because there are
// two ways to see anything: within a turn, which returns when the journal has
// all that it may have seen, and from what is staged for those who watch, which
// the end of a turn shows. The time that a clock was set to and the peers are
// the caller's own words; the venue does not keep them.
package operator
