package confine

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// warderName is what our program calls itself when it is to build a jail.
const warderName = "exdrill: warder"

// init makes this program the warder if it was started as such: before main, so
// that every program which imports this package can confine others, a test
// binary among them. Only the first process of a namespace can be one.
func init() {
	if len(os.Args) == 1 && os.Args[0] == warderName && os.Getpid() == 1 {
		serve()
	}
}

// stepRun is the last step: to become the program.
const stepRun = "run"

// failure is what the warder reports.
type failure struct {
	Step  string
	Errno syscall.Errno
}

// serve builds the jail that standard input's neighbour describes and becomes
// the program in it. It does not return.
func serve() {
	in, out := os.NewFile(3, "plan"), os.NewFile(4, "report")
	unix.CloseOnExec(3)
	unix.CloseOnExec(4)
	w := &warder{in: bufio.NewReaderSize(in, 64<<10)}
	w.work()
	if w.failed.Step != "" {
		_ = json.NewEncoder(out).Encode(w.failed)
		os.Exit(1)
	}
	os.Exit(0)
}

// warder builds a jail step by step, and does nothing more after a failure.
type warder struct {
	plan
	in     *bufio.Reader
	failed failure
}

// try notes why a step failed.
func (w *warder) try(step string, err error) bool {
	if err == nil || w.failed.Step != "" {
		return err == nil
	}
	w.failed = failure{step, unix.EIO}
	if !errors.As(err, &w.failed.Errno) {
		w.failed.Step += ": " + err.Error()
	}
	return false
}

func (w *warder) work() {
	line, err := w.in.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &w.plan)
	}
	w.try("read the plan", err)
	for _, step := range []func(){w.name, w.openRoot, w.showSystem, w.devices, w.unpack, w.texts, w.process, w.hide, w.close, w.drop, w.restrict} {
		if w.failed.Step == "" {
			step()
		}
	}
	if w.failed.Step == "" && !w.Empty {
		w.try(stepRun, syscall.Exec(w.Words[0], w.Words, w.Env))
	}
}

// name gives the machine another name and brings up its only network, the
// loopback.
func (w *warder) name() {
	unix.Umask(0)
	w.try("sethostname", unix.Sethostname([]byte("defence")))
	w.try("setdomainname", unix.Setdomainname([]byte("(none)")))
	s, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return // a system without network has none to bring up
	}
	defer unix.Close(s)
	if lo, err := unix.NewIfreq("lo"); err == nil {
		lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
		w.try("bring up lo", unix.IoctlIfreq(s, unix.SIOCSIFFLAGS, lo))
	}
}

// scratchPart is the part of its memory that each of the two folders may hold
// which a program can write to.
const scratchPart = 4

// The new root and the old one while the jail is built.
const (
	newRoot = "/new"
	oldRoot = "/old"
)

// openRoot moves to a root in memory, beneath which the old one can be seen and
// the new one is built.
func (w *warder) openRoot() {
	const private, base = unix.MS_REC | unix.MS_PRIVATE, "/tmp"
	w.try("make mounts private", unix.Mount("", "/", "", private, ""))
	at := base
	if _, err := os.Stat(base); err != nil {
		at = "/proc" // every system that can start us has this one
	}
	w.memory(at, "mode=755")
	w.try("mkdir", os.Mkdir(at+oldRoot, 0o755))
	w.try("mkdir", os.Mkdir(at+newRoot, 0o755))
	w.try("pivot_root", unix.PivotRoot(at, at+oldRoot))
	w.try("chdir /", unix.Chdir("/"))
	w.memory(newRoot, fmt.Sprintf("mode=755,size=%d", bundleSize+16<<20))
	for _, folder := range []string{"/tmp", Work} {
		w.mkdir(folder, 0o755)
		w.memory(newRoot+folder, fmt.Sprintf("mode=1777,size=%d", w.Memory/scratchPart))
	}
}

// memory mounts a file system in memory.
func (w *warder) memory(at, options string) {
	w.try("mount tmpfs on "+at, unix.Mount("tmpfs", at, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, options))
}

// mkdir makes a folder of the new root, and those above it.
func (w *warder) mkdir(path string, mode os.FileMode) {
	w.try("mkdir "+path, os.MkdirAll(newRoot+path, mode))
}

// showSystem shows files and folders of the old root where they were.
func (w *warder) showSystem() {
	for _, path := range w.Shown {
		if w.bind(path) {
			attr := &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID | unix.MOUNT_ATTR_NODEV}
			w.try("make "+path+" read-only", unix.MountSetattr(unix.AT_FDCWD, newRoot+path, unix.AT_RECURSIVE, attr))
		}
	}
	for _, l := range w.Links {
		w.mkdir(filepath.Dir(l.At), 0o755)
		w.try("link "+l.At, os.Symlink(l.To, newRoot+l.At))
	}
}

// bind shows one of the old root's.
func (w *warder) bind(path string) bool {
	info, err := os.Stat(oldRoot + path)
	if !w.try("show "+path, err) {
		return false
	}
	if info.IsDir() {
		w.mkdir(path, 0o755)
	} else {
		w.mkdir(filepath.Dir(path), 0o755)
		w.file(path, nil, 0o644)
	}
	return w.try("show "+path, unix.Mount(oldRoot+path, newRoot+path, "", unix.MS_BIND|unix.MS_REC, ""))
}

func (w *warder) file(path string, content []byte, mode os.FileMode) {
	w.try("write "+path, os.WriteFile(newRoot+path, content, mode))
}

// devices are those that every program may count on.
func (w *warder) devices() {
	for _, name := range []string{"null", "zero", "full", "random", "urandom"} {
		w.bind("/dev/" + name)
	}
	for name, to := range map[string]string{
		"fd": "/proc/self/fd", "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2", "shm": "/tmp",
	} {
		w.try("link /dev/"+name, os.Symlink(to, newRoot+"/dev/"+name))
	}
}

// unpack writes the bundle that follows the plan.
func (w *warder) unpack() {
	w.mkdir(Bundle, 0o755)
	for archive := tar.NewReader(w.in); w.failed.Step == ""; {
		header, err := archive.Next()
		if err == io.EOF {
			return
		}
		if !w.try("read the bundle", err) {
			return
		}
		to := newRoot + Bundle + "/" + header.Name
		if header.Typeflag == tar.TypeDir {
			w.try("mkdir "+header.Name, os.MkdirAll(to, 0o755))
			continue
		}
		file, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, os.FileMode(header.Mode))
		if w.try("write "+header.Name, err) {
			_, err = io.Copy(file, archive)
			w.try("write "+header.Name, errors.Join(err, file.Close()))
		}
	}
}

// texts writes what a program may want to read about the system.
func (w *warder) texts() {
	for _, t := range w.Texts {
		w.mkdir(filepath.Dir(t.At), 0o755)
		w.file(t.At, []byte(t.Says), 0o644)
	}
}

// process shows the processes of the jail: nothing else of /proc where the
// kernel knows how to leave it out, and no /proc at all where we may not mount
// it, as in containers that hide parts of theirs.
func (w *warder) process() {
	w.mkdir("/proc", 0o555)
	for _, options := range []string{"subset=pid", ""} {
		if unix.Mount("proc", newRoot+"/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, options) == nil {
			return
		}
	}
}

// hide lays nothing over what lies among the system's programs and is none of
// the program's business.
func (w *warder) hide() {
	for _, path := range w.Hidden {
		w.try("hide "+path, unix.Mount(oldRoot+"/dev/null", newRoot+path, "", unix.MS_BIND, ""))
	}
}

// close shuts the door: the new root is read-only, and the old one is gone. No
// namespace is made within.
func (w *warder) close() {
	// Neither can be counted on, and neither is needed: who has no rights gains
	// little by a namespace, and who eats what is left is likely to be ended.
	_ = os.WriteFile(oldRoot+"/proc/sys/user/max_user_namespaces", []byte("0"), 0)
	_ = os.WriteFile(oldRoot+"/proc/self/oom_score_adj", []byte("1000"), 0)
	attr := &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	w.try("make / read-only", unix.MountSetattr(unix.AT_FDCWD, newRoot, 0, attr))
	w.try("chdir "+newRoot, unix.Chdir(newRoot))
	w.try("pivot_root", unix.PivotRoot(".", "."))
	w.try("leave the old roots", unix.Unmount(".", unix.MNT_DETACH))
	w.try("chdir "+Work, unix.Chdir(Work))
}

// stack is how large a stack may grow, in bytes. That of a thread beside the
// first one is data.
const stack = 8 << 20

// drop gives up every right, for good, and sets the limits. All of it counts
// for the thread alone that becomes the program.
func (w *warder) drop() {
	unix.Umask(0o022)
	_, _ = unix.KeyctlJoinSessionKeyring("") // a system without keys has none to leave behind
	for right := uintptr(0); unix.Prctl(unix.PR_CAPBSET_DROP, right, 0, 0, 0) == nil; right++ {
	}
	if w.HandedOver {
		w.call("setgroups", unix.SYS_SETGROUPS, 0, 0)
		w.call("setgid", unix.SYS_SETRESGID, insideID, insideID, insideID)
		w.call("setuid", unix.SYS_SETRESUID, insideID, insideID, insideID)
	}
	w.try("drop ambient rights", unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))
	var none [2]unix.CapUserData
	w.try("drop rights", unix.Capset(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &none[0]))
	w.try("no new rights", unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
	w.try("die with its parent", unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0))
	w.try("close files", unix.CloseRange(3, ^uint(0)>>1&0x7fffffff, unix.CLOSE_RANGE_CLOEXEC))
	seconds := uint64(w.CPU)
	for _, limit := range []struct {
		what int
		most uint64
	}{
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_STACK, stack},
		{unix.RLIMIT_NPROC, Processes},
		{unix.RLIMIT_NOFILE, 1024},
		{unix.RLIMIT_CPU, seconds},
		{unix.RLIMIT_FSIZE, uint64(w.Memory)},
		{unix.RLIMIT_DATA, uint64(w.Memory)},
	} {
		w.call("set limits", unix.SYS_PRLIMIT64, 0, uintptr(limit.what), uintptr(unsafe.Pointer(&unix.Rlimit{Cur: limit.most, Max: limit.most})))
	}
}

// call makes a system call in this thread alone.
func (w *warder) call(step string, number uintptr, arguments ...uintptr) {
	a := slices.Grow(arguments, 4)[:4]
	if _, _, errno := unix.RawSyscall6(number, a[0], a[1], a[2], a[3], 0, 0); errno != 0 {
		w.try(step, errno)
	}
}
