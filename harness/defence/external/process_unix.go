//go:build unix

package external

import (
	"errors"
	"os"
	"syscall"
)

// end kills a process and everything else in the group that it leads.
func end(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) } // who is gone is gone

// busy reports whether a command could not be started because its file is
// still open for writing somewhere.
func busy(err error) bool { return errors.Is(err, syscall.ETXTBSY) }

// waiting takes what lies in a pipe and does not wait for more; nil for
// nothing.
func waiting(from *os.File) (found []byte) {
	raw, err := from.SyscallConn()
	if err != nil {
		return nil
	}
	buffer := make([]byte, sentLength+1)
	_ = raw.Read(func(fd uintptr) bool {
		if n, err := syscall.Read(int(fd), buffer); err == nil && n > 0 {
			found = buffer[:n]
		}
		return true
	})
	return found
}
