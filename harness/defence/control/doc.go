// Package control holds the standing controls that a posture can put in force,
// each in a file that is called as the posture names it, and the catalogue that
// documents show.
package control
