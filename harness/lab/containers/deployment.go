package containers

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/moby/moby/client"
)

// deployment is what the containers of one run stand on.
type deployment struct {
	id       string // of the run
	engine   *engine
	public   publicNetwork
	control  string // name of the control network
	bind     netip.Addr
	client   *http.Client
	starting chan struct{} // holds one for each container that is being started
}

// answerTimeout is how long a container may take to answer one question.
const answerTimeout = time.Minute

// newDeployment prepares a run. Connections are kept for less time than the
// servers keep them, so that none is found closed in the middle of a drill.
func newDeployment(e *engine) *deployment {
	return &deployment{
		id: secret(4), engine: e, bind: bindAddress(e.DaemonHost()), starting: make(chan struct{}, maxStarting),
		client: &http.Client{
			Timeout: answerTimeout,
			Transport: &http.Transport{
				MaxIdleConnsPerHost: 8, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// images makes sure of both images.
func (d *deployment) images(ctx context.Context) (venue, attacker string, err error) {
	err = parallel(
		func() (err error) { venue, err = d.engine.image(ctx, venueProgram()); return err },
		func() (err error) { attacker, err = d.engine.image(ctx, attackerProgram()); return err },
	)
	return venue, attacker, err
}

// networks makes both networks.
func (d *deployment) networks(ctx context.Context) error {
	return parallel(
		func() (err error) { d.public, err = d.engine.createPublicNetwork(ctx, d.id); return err },
		func() (err error) { d.control, err = d.engine.createControlNetwork(ctx, d.id); return err },
	)
}

// teardownTimeout is how long the removal of a run may take.
const teardownTimeout = 30 * time.Second

// teardown removes everything of the run. It works also after the run was
// cancelled.
func (d *deployment) teardown() error {
	ctx, cancel := context.WithTimeout(context.Background(), teardownTimeout)
	defer cancel()
	d.client.CloseIdleConnections()
	everything := func(map[string]string) bool { return true }
	return errors.Join(d.engine.remove(ctx, d.id, everything), d.engine.Close())
}

// parallel runs all of them at the same time and returns when the last is
// done, with the errors of all.
func parallel(all ...func() error) error {
	errs := make([]error, len(all))
	var group sync.WaitGroup
	for i, f := range all {
		group.Go(func() { errs[i] = f() })
	}
	group.Wait()
	return errors.Join(errs...)
}

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
