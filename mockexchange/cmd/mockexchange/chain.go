package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

// errToken is the refusal to start without a secret.
var errToken = errors.New("--token is empty, expected a secret shared with whoever may steer this process")

func chainCommand() *cobra.Command {
	var file, listen, token string
	cmd := &cobra.Command{
		Use:   "chain",
		Short: "Run one chain behind HTTP",
		Long: "Run one chain behind HTTP. Everybody may read it and send transactions to it;\n" +
			"with the token one allots the genesis (PUT /v1/funds) and mines (POST /v1/mine).",
		Example: "  mockexchange chain --spec btc.json --listen :8100 --token T\n\n" +
			"  btc.json: {\"network\":\"btc\",\"model\":\"utxo\",\"relay\":\"first_seen\",\n" +
			"             \"block_interval\":600000000000,\"block_txs\":0,\"min_fee\":1000}\n" +
			"  tokens on it, each under /tokens/CODE:\n" +
			"            {\"network\":\"eth\", ..., \"tokens\":{\"USDT\":{\"network\":\"eth\", ..., \"gas\":4000000}}}",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if token == "" {
				return errToken
			}
			var spec struct {
				chain.Spec
				Tokens map[string]chain.Spec `json:"tokens"` // that live on it, by code
			}
			if err := readJSON(file, &spec); err != nil {
				return err
			}
			own, tokens := newNode(chain.NewNode(spec.Spec, nil)), make(map[string]*node, len(spec.Tokens))
			for code, s := range spec.Tokens {
				tokens[code] = newToken(s, own)
			}
			d, err := openEndpoint("chain "+spec.Network, listen, ownChain(own, tokens, token))
			if err != nil {
				return err
			}
			return serveAll(cmd.Context(), cmd.OutOrStdout(), func() {}, d)
		},
	}
	cmd.Flags().StringVar(&file, "spec", "", "file with the chain's spec, as JSON")
	cmd.Flags().StringVar(&listen, "listen", ":8100", "address to listen on")
	cmd.Flags().StringVar(&token, "token", "", "secret that mining and the genesis demand as a bearer token")
	_ = cmd.MarkFlagRequired("spec") // the flag exists: it is defined above
	return cmd
}
