package containers

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// deployment is what the containers of one run stand on.
type deployment struct {
	id       string // of the run
	engine   *engine
	public   publicNetwork
	control  string // name of the control network
	bind     netip.Addr
	client   *http.Client
	starting chan struct{}          // holds one for each container that is being started
	endpoint atomic.Pointer[string] // by which way containers were reached
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
