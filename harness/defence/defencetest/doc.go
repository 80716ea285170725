// Package defencetest is what specs of defences share: a small venue, events,
// actions and bundles.
package defencetest
