// Command attacker is the thief of a drill in containers: the agent that holds
// the campaign, and the exits that its requests leave by.
//
//	attacker agent --listen :8090 --token T
//	attacker exit --listen :8080 --to http://venue:8000
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

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
