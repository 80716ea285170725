// Package alertimport reads alerts that were raised elsewhere, such as a SIEM's,
// so that a run can be scored by them.
package alertimport
