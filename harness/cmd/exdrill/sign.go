package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/signature"
)

// addSign adds the flag --sign to a command that publishes something.
func addSign(c *cobra.Command, path *string, what string) {
	c.Flags().StringVar(path, "sign", "", "sign "+what+" with the private Ed25519 key in a `KEYFILE`, made by ssh-keygen or openssl, for \"exdrill verify --trust\"")
}

// signingKey reads the key of --sign, before anything runs. The flag beside it
// says what is signed, and where that is.
func signingKey(path, flag, target string) (*signature.Key, error) {
	switch {
	case path == "":
		return nil, nil
	case target == "":
		return nil, fmt.Errorf("--sign without %s, expected both: it is what is signed", flag)
	}
	key, err := signature.ReadKey(path)
	if err != nil {
		return nil, fmt.Errorf("--sign: %w", err)
	}
	return key, nil
}
