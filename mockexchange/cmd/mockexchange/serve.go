package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/binance"
	"github.com/exdrill/exdrill/mockexchange/buildserver"
	"github.com/exdrill/exdrill/mockexchange/journal"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

// settings are the flags of serve.
type settings struct {
	genesis   string
	demo      bool
	listen    string
	operator  string
	token     string
	journal   string
	syncEvery time.Duration
	clock     string
	anyTime   bool
	unlimited bool
}

func serveCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run a venue: customers' API and operators' API",
		Long: "Run a venue: customers' API and operators' API.\n\n" +
			"With --clock wall the venue goes by the wall clock until somebody sets its clock;\n" +
			"with --clock set it stands at its genesis' start until then.",
		Example: "  mockexchange serve --demo\n" +
			"  mockexchange serve --demo --journal ./demo-journal --listen 127.0.0.1:8000\n" +
			"  mockexchange serve --genesis venue.json --clock set --token T --journal /journal",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd.Context(), s, cmd.OutOrStdout()) },
	}
	f := cmd.Flags()
	f.StringVar(&s.genesis, "genesis", "", "file with the venue's genesis, as JSON")
	f.BoolVar(&s.demo, "demo", false, "serve a small demo venue, with chains that run by themselves")
	f.StringVar(&s.listen, "listen", ":8000", "address of the customers' API")
	f.StringVar(&s.operator, "operator", ":8001", "address of the operators' API")
	f.StringVar(&s.token, "token", "", "secret that the operators' API demands; --demo makes one up")
	f.StringVar(&s.journal, "journal", "", "directory of the journal; without one, a restart forgets everything")
	f.DurationVar(&s.syncEvery, "sync-every", 0, "how often the journal is forced to the disk; 0 is before every answer")
	f.StringVar(&s.clock, "clock", "wall", "wall or set")
	f.BoolVar(&s.anyTime, "any-timestamp", false, "accept requests of any timestamp, for clients on the wall clock of a venue that is not")
	f.BoolVar(&s.unlimited, "no-limits", false, "count request weights and orders, but refuse nobody for them")
	cmd.MarkFlagsOneRequired("genesis", "demo")
	cmd.MarkFlagsMutuallyExclusive("genesis", "demo")
	return cmd
}

// serve runs a venue until the context ends.
func serve(ctx context.Context, s settings, out io.Writer) (err error) {
	g, own, err := s.open()
	if err != nil {
		return err
	}
	v, err := s.venue(g, own)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	api, err := openEndpoint("customers", s.listen, s.customerAPI(v))
	if err != nil {
		return err
	}
	defer func() { _ = api.listener.Close() }() // closed already if it served
	operators, err := openEndpoint("operators", s.operator, s.operatorAPI(v, own))
	if err != nil {
		return err
	}
	defer func() { _ = operators.listener.Close() }()
	if own == nil {
		return serveAll(ctx, out, v.Telemetry.Close, api, operators)
	}
	if err := own.startDemo(v); err != nil {
		return err
	}
	if err := printDemo(out, api.listener.Addr().String(), operators.listener.Addr().String(), s.token); err != nil {
		return err
	}
	return s.serveWithChains(ctx, out, v, own, api, operators)
}

// serveWithChains serves a venue whose chains run in this process.
func (s *settings) serveWithChains(ctx context.Context, out io.Writer, v *operator.Venue, own *chains, endpoints ...*endpoint) error {
	ctx, stop := context.WithCancel(ctx)
	ran := make(chan error, 1)
	go func() {
		ran <- own.run(ctx, v)
		stop()
	}()
	err := serveAll(ctx, out, v.Telemetry.Close, endpoints...)
	stop()
	return errors.Join(err, <-ran)
}

// open finds the genesis, and starts the chains that run by themselves.
func (s *settings) open() (g *mockexchange.Genesis, own *chains, err error) {
	if s.clock != "wall" && s.clock != "set" {
		return nil, nil, fmt.Errorf("--clock is %q, expected wall or set", s.clock)
	}
	if !s.demo {
		if s.token == "" {
			return nil, nil, errToken
		}
		g = new(mockexchange.Genesis)
		return g, nil, readJSON(s.genesis, g)
	}
	if s.token == "" {
		s.token = randomToken()
	}
	g = demoGenesis()
	own, err = newChains(g)
	return g, own, err
}

// randomToken is a token that nobody can guess.
func randomToken() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// venue opens the venue, and its journal where there is one.
func (s *settings) venue(g *mockexchange.Genesis, own *chains) (*operator.Venue, error) {
	o := operator.Options{}
	if s.clock == "wall" {
		o.Clock = operator.WallClock()
	}
	if own != nil {
		o.Watch = own.watch
	}
	if s.journal != "" {
		j, err := journal.Open(s.journal, g, journal.Options{SyncEvery: s.syncEvery})
		if err != nil {
			return nil, err
		}
		o.Journal = j
	}
	return operator.Open(g, o)
}

// startDemo is the first morning of a demo: the market is made, and deposits are
// on their way. Later starts find all that in the journal.
func (c *chains) startDemo(v *operator.Venue) error {
	if err := c.goLive(); err != nil {
		return err
	}
	if v.Journal().Len() == 0 {
		if err := quoteDemo(v); err != nil {
			return err
		}
	}
	return c.firstDeposits(v, 1)
}

func (s *settings) customerAPI(v *operator.Venue) http.Handler {
	limits := binance.DefaultLimits()
	if s.unlimited {
		limits = binance.Limits{}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", operator.Healthy)
	mux.Handle("POST "+buildserver.Path, buildserver.Handler(builtVenue{v}))
	mux.HandleFunc("POST /hosts/{host}/{act}", hostHandler(v))
	mux.HandleFunc("POST /hosts/{host}/work", workHandler(v))
	mux.Handle("/", binance.New(binanceVenue{v}, binance.Options{Source: v.Peers.Source, Limits: limits, AnyTime: s.anyTime}))
	return mux
}

func (s *settings) operatorAPI(v *operator.Venue, own *chains) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", operator.Handler(v, s.token))
	if own != nil {
		own.mount(mux, v)
	}
	return mux
}

// binanceVenue is where customers of the binance protocol are served.
type binanceVenue struct{ *operator.Venue }

// Turn gives the protocol its turn at the engine.
func (v binanceVenue) Turn(f func(now int64, e binance.Engine)) error {
	return v.Venue.Turn(func(t *operator.Turn) { f(t.Now(), t) })
}
