//go:build unix && !linux

package external

import (
	"os/exec"
	"syscall"
)

// lead makes a process the leader of a group of its own.
func lead(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// bound does nothing: these systems let nobody limit another process.
func bound(int, int64) error { return nil }
