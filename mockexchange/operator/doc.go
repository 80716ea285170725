// Package operator is the venue's back office. [Venue] puts one engine behind
// one lock and gives turns at it, keeps its journal and its telemetry, and
// knows what time it is; [Handler] is the HTTP API through which staff, labs
// and defences watch it and act on it.
//
// Nothing that a turn did is shown to anybody before the journal has it.
package operator
