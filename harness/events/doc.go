// Package events looks into the telemetry of a run, kept or played: a Query picks
// events by service, type, time and the values of their fields, a Printer shows
// them as columns, as JSON or as a case of fixtures for a rule.
package events
