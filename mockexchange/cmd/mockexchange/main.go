// Command mockexchange is a mock exchange with everything that a trading
// program, a thief or a defence can reach: customers' API, operators' API and,
// each in a process of its own, the chains behind it.
//
//	mockexchange serve --demo
//	mockexchange serve --genesis venue.json --token T --journal DIR --clock set
//	mockexchange chain --spec btc.json --token T
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
		fmt.Fprintln(os.Stderr, "mockexchange:", err)
		os.Exit(2)
	}
}

func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mockexchange",
		Short: "A mock crypto exchange and its chains",
		Long: "A mock crypto exchange and its chains.\n\n" +
			"Customers, and thieves with their keys, speak the Binance spot protocol to it;\n" +
			"its own staff and its defences speak the operator's API (/openapi.json).",
		Example: "  mockexchange serve --demo\n" +
			"  mockexchange chain --spec btc.json --token T",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	cmd.AddCommand(serveCommand(), chainCommand())
	return cmd
}
