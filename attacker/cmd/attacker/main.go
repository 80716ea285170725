// Command attacker is the thief of a drill in containers: the agent that holds
// the campaign, and the exits that its requests leave by.
//
//	attacker agent --listen :8090 --token T
//	attacker exit --listen :8080 --to http://venue:8000
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := root().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "attacker:", err)
		os.Exit(2)
	}
}

func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "attacker",
		Short:         "The thief of a drill, for containers",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	cmd.AddCommand(agentCommand(), exitCommand())
	return cmd
}

func agentCommand() *cobra.Command {
	var listen, token string
	cmd := &cobra.Command{
		Use:     "agent",
		Short:   "Hold a campaign and act when woken",
		Example: "  attacker agent --listen :8090 --token T",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if token == "" {
				return fmt.Errorf("--token is empty, expected a secret shared with the lab")
			}
			return serve(cmd.Context(), listen, newAgentServer(token).handler(), cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", ":8090", "address to listen on")
	cmd.Flags().StringVar(&token, "token", "", "secret that callers must present as a bearer token")
	return cmd
}

func exitCommand() *cobra.Command {
	var listen, to string
	cmd := &cobra.Command{
		Use:     "exit",
		Short:   "Forward requests to a venue from an address of its own",
		Example: "  attacker exit --listen :8080 --to http://venue:8000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			handler, err := newExit(to)
			if err != nil {
				return fmt.Errorf("--to: %w", err)
			}
			return serve(cmd.Context(), listen, handler, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&listen, "listen", ":8080", "address to listen on")
	cmd.Flags().StringVar(&to, "to", "", "base address of the venue, http://host:port")
	return cmd
}

// shutdownGrace is how long requests in progress may take to end once the
// process is told to stop.
const shutdownGrace = 2 * time.Second

// serve answers until the context ends. It says where it listens as soon as
// the first request would be answered: the lab waits for that line.
func serve(ctx context.Context, listen string, h http.Handler, out io.Writer) error {
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if _, err := fmt.Fprintf(out, "listening on %s\n", listener.Addr()); err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	return server.Shutdown(stop)
}
