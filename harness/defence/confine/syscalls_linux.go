//go:build linux && (amd64 || arm64)

package confine

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// denied are system calls that no defence needs and that a weapon against the
// kernel, or a look at other processes, often does: what watches and changes
// processes, mounts, namespaces, keys, programs that the kernel runs, its modules
// and clock, and calls with a long record of faults. Nearly all of them would be
// refused anyway to whoever has no rights; this way the kernel does not even begin
// to look at their arguments. They end in EPERM.
var denied = []uint32{
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE, unix.SYS_PIDFD_GETFD, unix.SYS_KCMP,
	unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE, unix.SYS_MOUNT_SETATTR,
	unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK,
	unix.SYS_UNSHARE, unix.SYS_SETNS,
	unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY,
	unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD,
	unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
	unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE, unix.SYS_REBOOT,
	unix.SYS_OPEN_BY_HANDLE_AT, unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_FANOTIFY_INIT,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
	unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_QUOTACTL, unix.SYS_ACCT, unix.SYS_SYSLOG, unix.SYS_VHANGUP,
	unix.SYS_MIGRATE_PAGES, unix.SYS_MOVE_PAGES,
}

// families of sockets that a defence may have: its own loopback, and the questions
// about it that a library asks. Others, such as AF_VSOCK, know no namespaces.
var families = []uint32{unix.AF_UNIX, unix.AF_INET, unix.AF_INET6, unix.AF_NETLINK}

// namespaces are all flags of clone that make one.
const namespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNS | unix.CLONE_NEWNET |
	unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWTIME

// Where struct seccomp_data has what a filter asks for, in bytes. Both kinds of
// processors have the lower half of an argument first.
const (
	numberAt   = 0
	archAt     = 4
	argumentAt = 16 // the first of six, of eight bytes each
)

// What a filter answers.
const (
	allow      = unix.SECCOMP_RET_ALLOW
	refuse     = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	unknown    = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	otherNames = 0x40000000 // on amd64, numbers from here on are those of x32
)

// filter is the program of classic BPF that the kernel asks about every call.
func filter() (f []unix.SockFilter) {
	load := func(at uint32) { f = append(f, unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}) }
	answer := func(what uint32) { f = append(f, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: what}) }
	// then answers if a test of the value that was loaded comes out as wanted.
	then := func(test uint16, value uint32, wanted bool, what uint32) {
		jump := unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, K: value, Jf: 1}
		if !wanted {
			jump.Jt, jump.Jf = 1, 0
		}
		f = append(f, jump)
		answer(what)
	}
	// where does something for one call alone, and loads the number again.
	where := func(number uint32, do func()) {
		at := len(f)
		f = append(f, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: number})
		do()
		load(numberAt)
		f[at].Jf = uint8(len(f) - at - 1)
	}
	load(archAt)
	then(unix.BPF_JEQ, architecture, false, refuse) // programs of another kind of processor know the calls by other numbers
	load(numberAt)
	then(unix.BPF_JGE, otherNames, true, unknown)
	then(unix.BPF_JEQ, unix.SYS_CLONE3, true, unknown) // its flags lie in memory: libraries go back to clone
	for _, number := range denied {
		then(unix.BPF_JEQ, number, true, refuse)
	}
	where(unix.SYS_CLONE, func() {
		load(argumentAt)
		then(unix.BPF_JSET, namespaces, true, refuse)
	})
	where(unix.SYS_SOCKET, func() {
		load(argumentAt)
		for _, family := range families {
			then(unix.BPF_JEQ, family, true, allow)
		}
		answer(refuse)
	})
	answer(allow)
	return f
}

// restrict keeps this thread, and the program that it becomes, from making the
// system calls that are denied. A kernel that knows no filters is left as it is.
func (w *warder) restrict() {
	f := filter()
	p := unix.SockFprog{Len: uint16(len(f)), Filter: &f[0]}
	err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&p)), 0, 0)
	runtime.KeepAlive(f)
	if err != unix.EINVAL {
		w.try("filter system calls", err)
	}
}
