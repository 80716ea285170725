package confine

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Ids of the program within its namespaces, and of the user outside to whom a
// superuser hands it over: nobody, whom no file belongs to.
const (
	insideID  = 1000
	outsideID = 65534
)

// patience is how long the warder may take to build a jail: it says so earlier
// unless the machine stands still.
const patience = time.Minute

// bundleSize is how much a bundle may hold, in bytes: it lies in memory.
const bundleSize = 256 << 20

// Unavailable says why this system confines nobody; empty where it does. It is
// found out by building a jail, once.
func Unavailable() string {
	_, err := way()
	if err != nil {
		return err.Error()
	}
	return ""
}

// way finds out how jails are built here: handed over to nobody, as only a
// superuser can, or as the user that we are.
var way = sync.OnceValues(func() (handedOver bool, err error) {
	for _, handedOver = range []bool{true, false} {
		if handedOver && os.Geteuid() != 0 {
			continue
		}
		if err = probe(handedOver); err == nil {
			return handedOver, nil
		}
	}
	return false, fmt.Errorf("this system builds no namespaces for us: %w", err)
})

// probe builds a jail with nobody in it.
func probe(handedOver bool) error {
	p, err := (&Jail{Memory: 64 << 20, CPU: time.Minute}).plan()
	if err != nil {
		return err
	}
	p.Empty = true
	c := &exec.Cmd{}
	if err := send(c, p, nil, handedOver); err != nil {
		return err
	}
	return c.Wait()
}

// Start starts a command in a jail: c has standard input, output and error and
// nothing else, and is waited for and killed as any other. Whoever kills it
// kills all that it started. The error may be an *Error.
func (j *Jail) Start(c *exec.Cmd) error {
	handedOver, err := way()
	if err != nil {
		return err
	}
	p, err := j.plan()
	if err != nil {
		return &Error{Err: err}
	}
	return send(c, p, j.Files, handedOver)
}

// send starts our own program anew, as the warder of a jail, and tells it what
// to build. It becomes the program that is confined, or says why not.
func send(c *exec.Cmd, p *plan, files fs.FS, handedOver bool) error {
	theirs, told, err := os.Pipe()
	if err != nil {
		return err
	}
	heard, said, err := os.Pipe()
	if err != nil {
		return errors.Join(err, theirs.Close(), told.Close())
	}
	defer func() { _, _ = told.Close(), heard.Close() }()
	c.Path, c.Args, c.Env, c.Dir = "/proc/self/exe", []string{warderName}, []string{}, "/"
	c.ExtraFiles = []*os.File{theirs, said}
	p.HandedOver = handedOver
	c.SysProcAttr = attributes(handedOver)
	err = c.Start()
	_, _ = theirs.Close(), said.Close()
	if err != nil {
		return reason(err)
	}
	if err = converse(p, files, told, heard); err != nil {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
	return err
}

// converse tells the warder what to build and hears how it went: nothing but
// the end of the pipe, which closes when the program begins, if well.
func converse(p *plan, files fs.FS, told, heard *os.File) error {
	until := time.Now().Add(patience)
	_, _ = told.SetDeadline(until), heard.SetDeadline(until)
	sent := p.write(told, files)
	var large *largeError
	if errors.As(sent, &large) {
		return sent
	}
	_ = told.Close()
	text, err := io.ReadAll(heard)
	if err == nil && len(text) > 0 {
		var why failure
		if err = json.Unmarshal(text, &why); err == nil {
			return why.error(p)
		}
	}
	if err == nil {
		err = sent
	}
	return err
}

// error is what a failure of the warder comes to.
func (f *failure) error(p *plan) error {
	if f.Step == stepRun {
		return &Error{Err: f.Errno, Within: f.Errno == unix.ENOENT}
	}
	return fmt.Errorf("%s: %w", f.Step, f.Errno)
}

// attributes are the namespaces of a jail, and who is who in them. The warder
// has all rights within, and none outside.
func attributes(handedOver bool) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{
		Setpgid: true, Pdeathsig: syscall.SIGKILL,
		Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNS | unix.CLONE_NEWNET |
			unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP,
	}
	ids := func(inside, outside int) syscall.SysProcIDMap {
		return syscall.SysProcIDMap{ContainerID: inside, HostID: outside, Size: 1}
	}
	if handedOver {
		a.UidMappings = []syscall.SysProcIDMap{ids(0, os.Geteuid()), ids(insideID, outsideID)}
		a.GidMappings = []syscall.SysProcIDMap{ids(0, os.Getegid()), ids(insideID, outsideID)}
		a.GidMappingsEnableSetgroups = true
		a.Credential = &syscall.Credential{NoSetGroups: true}
		return a
	}
	a.UidMappings = []syscall.SysProcIDMap{ids(insideID, os.Geteuid())}
	a.GidMappings = []syscall.SysProcIDMap{ids(insideID, os.Getegid())}
	a.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETPCAP, unix.CAP_SYS_RESOURCE, unix.CAP_DAC_OVERRIDE}
	return a
}

// write hands over a plan, a line of JSON, and the bundle, a tar archive.
func (p *plan) write(to io.Writer, files fs.FS) error {
	w := bufio.NewWriterSize(to, 64<<10)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		return err
	}
	archive := tar.NewWriter(w)
	if files != nil {
		if err := pack(archive, files, p.Runs); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), w.Flush())
}

// largeError is a bundle that holds too much.
type largeError struct{}

func (*largeError) Error() string {
	return fmt.Sprintf("the bundle holds more than %d bytes, expected the program and what it reads, no more", bundleSize)
}

// pack puts the files of a bundle into an archive: names and contents, without
// whose they are and when they were written. Those that the command names may
// be executed: a bundle that was kept elsewhere may have lost the mark for that.
func pack(to *tar.Writer, files fs.FS, runs []string) error {
	left := int64(bundleSize)
	marked := make(map[string]bool)
	for _, name := range runs {
		marked[name] = true
	}
	return fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		header := &tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: 0o755}
		var data []byte
		if !entry.IsDir() {
			if data, err = fs.ReadFile(files, name); err != nil {
				return err
			}
			header.Typeflag, header.Mode, header.Size = tar.TypeReg, 0o644, int64(len(data))
			if marked[name] {
				header.Mode = 0o755
			}
		}
		if left -= int64(len(data)); left < 0 {
			return &largeError{}
		}
		if err := to.WriteHeader(header); err != nil {
			return err
		}
		_, err = to.Write(data)
		return err
	})
}

// reason is an error without the path of the program that is started again.
func reason(err error) error {
	var e *os.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}
