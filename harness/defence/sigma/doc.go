// Package sigma evaluates Sigma 2.1 rules over a stream of events: detections,
// filters and correlations, in event time, with bounded memory.
//
// Rules come from YAML and know nothing of where events come from. They are
// compiled for one of two front ends:
//
//   - typed events: a [Schema] is a table of accessor functions over the
//     caller's own event type, so that matching reads struct fields and
//     allocates nothing;
//   - plain JSON events, as bytes or as maps, see [NewJSON].
//
// A rule that cannot be honoured is an error when it is loaded or compiled,
// with its file, line and column; no part of a rule is ever left out in silence.
// The README beside this file says which part of the specification is covered
// by which spec, and what this package does where the specification
// contradicts itself.
package sigma
