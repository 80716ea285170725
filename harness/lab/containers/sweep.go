package containers

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// staleAge is how old an object of a run must be to be taken for forgotten. No
// drill in containers takes that long.
const staleAge = 30 * time.Minute

// olderThan selects what was made before a time, and what does not say when.
func olderThan(limit time.Time) func(labels map[string]string) bool {
	return func(labels map[string]string) bool {
		made, err := time.Parse(time.RFC3339, labels[labelCreated])
		return err != nil || made.Before(limit)
	}
}

// remove takes away the containers of a run, of all runs if it is empty, and
// then its networks. What is gone already is no error.
func (e *engine) remove(ctx context.Context, run string, wanted func(labels map[string]string) bool) error {
	there, err := e.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: ofRun(run)})
	if err != nil {
		return fmt.Errorf("list containers: %w", err)
	}
	var group sync.WaitGroup
	errs := make([]error, len(there.Items))
	for i, c := range there.Items {
		if wanted(c.Labels) {
			group.Go(func() {
				_, err := e.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
				errs[i] = unlessGone(err)
			})
		}
	}
	group.Wait()
	return errors.Join(append(errs, e.removeNetworks(ctx, run, wanted))...)
}

func (e *engine) removeNetworks(ctx context.Context, run string, wanted func(labels map[string]string) bool) error {
	there, err := e.NetworkList(ctx, client.NetworkListOptions{Filters: ofRun(run)})
	if err != nil {
		return fmt.Errorf("list networks: %w", err)
	}
	var errs []error
	for _, n := range there.Items {
		if wanted(n.Labels) {
			errs = append(errs, e.removeNetwork(ctx, n.ID, run != ""))
		}
	}
	return errors.Join(errs...)
}

// removeTries is how often the removal of a network is tried, and leave how long
// the engine gets to notice that the last container left it.
const (
	removeTries = 5
	removePause = 200 * time.Millisecond
)

// removeNetwork removes a network; a fresh one is given time to be left.
func (e *engine) removeNetwork(ctx context.Context, id string, fresh bool) (err error) {
	for range removeTries {
		_, err = e.NetworkRemove(ctx, id, client.NetworkRemoveOptions{})
		if err = unlessGone(err); err == nil || ctx.Err() != nil || !fresh {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(removePause):
		}
	}
	return err
}

// unlessGone drops the error about something that is not there, or that
// somebody else is removing at this moment.
func unlessGone(err error) error {
	if errdefs.IsNotFound(err) || errdefs.IsConflict(err) {
		return nil
	}
	return err
}
