// Package baseline holds the monitors that others are measured by: one that
// halts everything, one that acts at random, and one that knows the thief.
package baseline
