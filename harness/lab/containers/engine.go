package containers

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
)

// engineTimeout is how long an engine may take to answer a first question.
const engineTimeout = 3 * time.Second

// noEngine is the reason where no engine is found, or the one found is mute.
const noEngine = "no container engine answers; is Docker running, or does DOCKER_HOST name one that is?"

// Unavailable is the error of a machine on which no containers can be run:
// no engine answers, or there are no binaries to put into images.
type Unavailable struct {
	Reason string
	Err    error // what led to it; may be nil
}

func (u *Unavailable) Error() string {
	s := "container mode unavailable: " + u.Reason
	if u.Err != nil {
		s += ": " + u.Err.Error()
	}
	return s
}

func (u *Unavailable) Unwrap() error { return u.Err }

// engine is the container engine of this machine.
type engine struct {
	provider *testcontainers.DockerProvider
	client.APIClient
	arch string // as Go names it
}

// configureLibrary tells the container library, once in the life of a process
// and before its first use, to start no container that cleans up after us,
// whose image would have to be pulled, and to print nothing. Our own labels,
// Open and Close do that work.
var configureLibrary = sync.OnceValue(func() error {
	log.SetDefault(log.NewNoopLogger())
	return os.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
})

// dial finds the engine. The error is an *Unavailable if none answers.
func dial(ctx context.Context) (*engine, error) {
	if err := configureLibrary(); err != nil {
		return nil, err
	}
	found := make(chan dialled, 1)
	go func() { found <- discover() }()
	select {
	case d := <-found:
		if d.err != nil {
			return nil, &Unavailable{Reason: noEngine, Err: d.err}
		}
		return d.engine.probe(ctx)
	case <-time.After(engineTimeout):
		return nil, &Unavailable{Reason: "the container engine did not answer within " + engineTimeout.String()}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type dialled struct {
	engine *engine
	err    error
}

// discover looks where the library looks: in the environment, the client's
// contexts, the usual sockets. It takes no context, so it is run aside.
func discover() dialled {
	p, err := testcontainers.ProviderDocker.GetProvider(testcontainers.WithLogger(log.NewNoopLogger()))
	if err != nil {
		return dialled{err: err}
	}
	docker, ok := p.(*testcontainers.DockerProvider)
	if !ok {
		return dialled{err: ErrConfig}
	}
	return dialled{engine: &engine{provider: docker, APIClient: docker.Client()}}
}

// probe makes sure that the engine is there now, and learns what it runs on.
func (e *engine) probe(ctx context.Context) (*engine, error) {
	ctx, cancel := context.WithTimeout(ctx, engineTimeout)
	defer cancel()
	v, err := e.ServerVersion(ctx, client.ServerVersionOptions{})
	if err != nil {
		return nil, &Unavailable{Reason: noEngine, Err: err}
	}
	if v.Os != "linux" {
		return nil, &Unavailable{Reason: "the container engine runs " + v.Os + " containers, expected linux"}
	}
	e.arch = v.Arch
	return e, nil
}

// Available reports whether containers can be run here: nil, or an
// *Unavailable that says why not.
func Available(ctx context.Context) error {
	e, err := dial(ctx)
	if err != nil {
		return err
	}
	return e.Close()
}
