package main

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// calls makes system calls that no defence needs, with arguments by which they do
// nothing, and prints what each came to.
func calls() {
	const no = ^uintptr(0)
	self := uintptr(os.Getpid())
	for _, c := range []struct {
		name   string
		number uintptr
		with   [5]uintptr
	}{
		{"unshare", unix.SYS_UNSHARE, [5]uintptr{}},
		{"setns", unix.SYS_SETNS, [5]uintptr{no}},
		{"kcmp", unix.SYS_KCMP, [5]uintptr{self, self}},
		{"process_vm_readv", unix.SYS_PROCESS_VM_READV, [5]uintptr{self}},
		{"keyctl", unix.SYS_KEYCTL, [5]uintptr{no}},
		{"name_to_handle_at", unix.SYS_NAME_TO_HANDLE_AT, [5]uintptr{no}},
		{"io_uring_enter", unix.SYS_IO_URING_ENTER, [5]uintptr{no}},
		{"bpf", unix.SYS_BPF, [5]uintptr{no, 0, no}},
		{"ptrace", unix.SYS_PTRACE, [5]uintptr{no, no}},
		{"AF_VSOCK", unix.SYS_SOCKET, [5]uintptr{unix.AF_VSOCK, no}},
		{"AF_ALG", unix.SYS_SOCKET, [5]uintptr{unix.AF_ALG, no}},
		{"clone3", unix.SYS_CLONE3, [5]uintptr{}},
		{"AF_INET", unix.SYS_SOCKET, [5]uintptr{unix.AF_INET, unix.SOCK_STREAM}},
		{"AF_UNIX", unix.SYS_SOCKET, [5]uintptr{unix.AF_UNIX, unix.SOCK_STREAM}},
	} {
		_, _, errno := unix.Syscall6(c.number, c.with[0], c.with[1], c.with[2], c.with[3], c.with[4], 0)
		fmt.Printf("%s: %d %s\n", c.name, errno, unix.ErrnoName(errno))
	}
}
