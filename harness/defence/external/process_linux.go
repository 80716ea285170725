package external

import (
	"os/exec"
	"syscall"
	"unsafe"
)

// lead makes a process the leader of a group of its own, which dies when we do.
func lead(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// bound limits the data that a process and its children may have each, and
// lets none of them leave its memory in a file. The limit is set from outside
// as soon as the process runs, before it is asked anything.
func bound(pid int, memory int64) error {
	for _, limit := range []struct {
		what int
		most uint64
	}{{syscall.RLIMIT_DATA, uint64(memory)}, {syscall.RLIMIT_CORE, 0}} {
		wanted := syscall.Rlimit{Cur: limit.most, Max: limit.most}
		_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), uintptr(limit.what), uintptr(unsafe.Pointer(&wanted)), 0, 0, 0)
		// One that has ended already will be found out when it is asked.
		if errno != 0 && errno != syscall.ESRCH {
			return errno
		}
	}
	return nil
}
