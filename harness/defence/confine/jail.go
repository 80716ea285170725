package confine

import (
	"io/fs"
	"time"
)

// Where a program finds itself.
const (
	Bundle = "/bundle" // its files, read-only
	Work   = "/work"   // its working folder and HOME, empty
)

// Processes is how many processes and threads a jail may have at a time.
const Processes = 256

// Jail says what a program may see, and how much it may take.
type Jail struct {
	Words []string // command and arguments; what begins with ./ is one of Files
	Files fs.FS    // its bundle; nil for none
	Needs []string // absolute paths of more that it reads, shown where they are

	Memory int64         // bytes of data for each process, and of each file that it writes
	CPU    time.Duration // of each process
}

// Error is why a program was not started. Within says that the program is
// there and the jail lacks something that it needs.
type Error struct {
	Err    error
	Within bool
}

func (e *Error) Error() string {
	if !e.Within {
		return e.Err.Error()
	}
	return e.Err.Error() + " within its confinement, which shows it its bundle, its interpreter and the system's programs alone: " +
		"defence.yaml may name what else it reads, such as needs: [/opt/model]"
}

func (e *Error) Unwrap() error { return e.Err }
