//go:build !linux

package confine

import (
	"errors"
	"os/exec"
)

// unavailable is why nobody is confined here.
const unavailable = "only Linux confines a process"

// Unavailable says why this system confines nobody; empty where it does.
func Unavailable() string { return unavailable }

// Start starts nothing: see Unavailable.
func (j *Jail) Start(*exec.Cmd) error { return errors.New(unavailable) }

// Exposed lists what a bundle needs from elsewhere than where systems keep
// their programs.
func Exposed(needs []string) []string { return needs }
