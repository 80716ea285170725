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

// stage is what the parts of one run stand on.
type stage struct {
	id      string // of the run
	engine  *engine
	street  street
	control string // name of the control network
	bind    netip.Addr
	client  *http.Client
	turns   chan struct{}          // holds one for each part that is being started
	via     atomic.Pointer[string] // by which way parts were reached
}

// answerTime is how long a part may take to answer one question.
const answerTime = time.Minute

// newStage prepares a run. Connections are kept for less time than the servers
// keep them, so that none is found closed in the middle of a drill.
func newStage(e *engine) *stage {
	return &stage{
		id: secret(4), engine: e, bind: binding(e.DaemonHost()), turns: make(chan struct{}, atOnce),
		client: &http.Client{
			Timeout: answerTime,
			Transport: &http.Transport{
				MaxIdleConnsPerHost: 8, IdleConnTimeout: 30 * time.Second, DisableCompression: true,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
}

// images makes sure of both images.
func (s *stage) images(ctx context.Context) (venue, thief string, err error) {
	err = together(
		func() (err error) { venue, err = s.engine.image(ctx, venueProgram()); return err },
		func() (err error) { thief, err = s.engine.image(ctx, thiefProgram()); return err },
	)
	return venue, thief, err
}

// networks makes both networks.
func (s *stage) networks(ctx context.Context) error {
	return together(
		func() (err error) { s.street, err = s.engine.pave(ctx, s.id); return err },
		func() (err error) { s.control, err = s.engine.wire(ctx, s.id); return err },
	)
}

// farewell is how long the removal of a run may take.
const farewell = 30 * time.Second

// strike removes everything of the run. It works also after the run was
// cancelled.
func (s *stage) strike() error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	s.client.CloseIdleConnections()
	everything := func(map[string]string) bool { return true }
	return errors.Join(s.engine.remove(ctx, s.id, everything), s.engine.Close())
}

// together runs all of them at the same time and returns when the last is
// done, with the errors of all.
func together(all ...func() error) error {
	errs := make([]error, len(all))
	var group sync.WaitGroup
	for i, f := range all {
		group.Go(func() { errs[i] = f() })
	}
	group.Wait()
	return errors.Join(errs...)
}
