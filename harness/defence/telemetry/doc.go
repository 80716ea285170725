// Package telemetry shows a venue's events as fields, in the names and units
// that rules, batches and kept runs share, and as lines of JSON in the shape of
// OCSF.
package telemetry
