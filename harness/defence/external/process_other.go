//go:build !unix

package external

import (
	"os"
	"os/exec"
)

// lead does nothing: there are no groups.
func lead(*exec.Cmd) {}

// bound does nothing: nobody can limit another process.
func bound(int, int64) error { return nil }

// end kills a process; its children are on their own.
func end(p *os.Process) { _ = p.Kill() }

// busy is never why a command could not be started.
func busy(error) bool { return false }

// waiting cannot look into a pipe without waiting.
func waiting(*os.File) []byte { return nil }
