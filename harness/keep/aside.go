package keep

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/store"
)

// asides are what the programs of a defence write to their standard error, one
// for every venue.
type asides struct {
	mutex sync.Mutex
	list  []speaker
}

// speaker is a monitor that is a program.
type speaker interface {
	Aside() (text []byte, cut int64)
}

func (a *asides) hear() drill.Option {
	return drill.WithMonitors(func(m defence.Monitor) {
		if s, ok := m.(speaker); ok {
			a.mutex.Lock()
			defer a.mutex.Unlock()
			a.list = append(a.list, s)
		}
	})
}

// text is all of it, program after program.
func (a *asides) text() []byte {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	var all bytes.Buffer
	for _, s := range a.list {
		text, cut := s.Aside()
		all.Write(text)
		if cut > 0 {
			fmt.Fprintf(&all, "\n[%d bytes more were not kept]\n", cut)
		}
	}
	return all.Bytes()
}

// besides keeps it beside the folder of a run that failed, which has none, and
// says where.
func (a *asides) besides(folder string, failed error) error {
	text := a.text()
	if len(text) == 0 {
		return failed
	}
	path := folder + "." + store.AsideFile
	if err := store.Replace(path, text); err != nil {
		return failed
	}
	return fmt.Errorf("%w\n  stderr: all of it is in %s", failed, path)
}
