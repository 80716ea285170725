package verify

import (
	"errors"
	"io/fs"
	"os"

	"github.com/exdrill/exdrill/harness/signature"
)

// Signed is who signed a list of files, and with it all of them.
type Signed struct {
	By      string `json:"by"`      // the fingerprint of his key
	Trusted bool   `json:"trusted"` // whether it is a key that somebody trusts
}

// signedBy checks the signature of a list of files, which lies beside it. Where
// keys are trusted, one of them must have signed; without, a signature may be
// missing, but not be wrong.
func signedBy(list, name string, trusted signature.Keys) (s *Signed, fault *Fault) {
	name += signature.Extension
	wrong := func(what string) (*Signed, *Fault) { return nil, &Fault{File: name, What: what} }
	signed, err := os.ReadFile(list + signature.Extension)
	switch {
	case errors.Is(err, fs.ErrNotExist) && len(trusted) == 0:
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return wrong("it is missing: nobody signed, expected a signature of " + trusted.String())
	case err != nil:
		return wrong(err.Error())
	}
	text, err := os.ReadFile(list)
	if err != nil {
		return wrong(err.Error())
	}
	by, err := signature.Check(text, signed)
	switch {
	case err != nil:
		return wrong(err.Error())
	case len(trusted) > 0 && !trusted.Names(by):
		return wrong("it is signed by " + by.String() + ", expected a signature of " + trusted.String())
	}
	return &Signed{by.String(), len(trusted) > 0}, nil
}

// bound says what of a signature is not certain; empty if nothing is.
func (s *Signed) bound() string {
	switch {
	case s == nil:
		return "who made it: nobody signed it"
	case !s.Trusted:
		return "who made it: " + s.By + " signed it, and --trust says whose key that is"
	}
	return ""
}
