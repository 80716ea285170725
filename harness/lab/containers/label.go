package containers

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"strconv"
	"time"

	"github.com/moby/moby/client"
)

// Labels of everything that a run makes.
const (
	labelRun     = "exdrill.run"     // the run's id
	labelCreated = "exdrill.created" // when it was made, RFC 3339
	labelProcess = "exdrill.process" // the process that made it, on its own machine
	labelImage   = "exdrill.image"   // images only: the program inside
)

// labels of one run's objects.
func labels(run string) map[string]string {
	return map[string]string{
		labelRun: run, labelCreated: time.Now().UTC().Format(time.RFC3339), labelProcess: strconv.Itoa(os.Getpid()),
	}
}

// ofRun selects the objects of one run; of every run if it is empty.
func ofRun(run string) client.Filters {
	if run == "" {
		return make(client.Filters).Add("label", labelRun)
	}
	return make(client.Filters).Add("label", labelRun+"="+run)
}

// secret is a random text of 2n hexadecimal digits.
func secret(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it never fails
	return hex.EncodeToString(b)
}
