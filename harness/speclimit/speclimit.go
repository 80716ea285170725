// Package speclimit gives each spec of a suite a time limit of its own. A suite
// has none: on a slow or busy machine it takes as long as it takes, and only a
// spec that hangs is ended. Package speclimit is for specs; no program imports it.
package speclimit

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
)

// Patience is ample for any spec: the slowest takes a minute on a busy machine,
// and an hour where the soak repeats it.
func Patience() time.Duration {
	if os.Getenv("EXDRILL_SOAK") == "1" {
		return 12 * time.Hour
	}
	return 30 * time.Minute
}

// Each limits every node of a suite that it is given to: it decorates RunSpecs.
func Each() types.AroundNodeDecorator {
	return ginkgo.AroundNode(func(ctx context.Context) context.Context { return Of(ctx) })
}

// Of is a context that ends when patience does, for what hears of no spec's context.
func Of(parent context.Context) context.Context {
	ctx, cancel := context.WithTimeoutCause(parent, Patience(), fmt.Errorf("the spec took more than %s", Patience()))
	context.AfterFunc(parent, cancel)
	return ctx
}
