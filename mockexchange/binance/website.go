package binance

import (
	"net/http"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// The website calls the same endpoints as programs do, and two of its own. What a
// browser sends along instead of a key and a signature is this venue's own choice.
const (
	HeaderAccount = "X-Web-Account" // the account's number
	HeaderProof   = "X-Web-Proof"   // its password's proof or what a session left in the browser, 64 hexadecimal digits
	HeaderDevice  = "X-Web-Device"  // how the venue tells browsers apart, a number; absent where it does not
	HeaderCode    = "X-Web-Code"    // the one-time code of a second factor; absent for none
)

// login is what a browser sends along.
type login struct {
	account uint32
	proof   access.Credential
	device  access.Device
	code    uint32
}

// loginOf reads what a browser sends along; nil where none is at work. What cannot be
// read is left out, and the venue will turn it down.
func loginOf(h http.Header) *login {
	if h.Get(HeaderAccount) == "" {
		return nil
	}
	l := &login{account: headerNumber(h, HeaderAccount), device: access.Device(headerNumber(h, HeaderDevice)), code: headerNumber(h, HeaderCode)}
	l.proof, _ = access.ParseSecret(h.Get(HeaderProof))
	return l
}

func headerNumber(h http.Header, name string) uint32 {
	n, err := strconv.ParseUint(h.Get(name), 10, 32)
	if err != nil {
		return 0
	}
	return uint32(n)
}

// logIn has the command made with a login.
func (c *call) logIn() {
	l := c.login
	c.command.Auth, c.command.Account, c.command.Credential = mockexchange.AuthLogin, l.account, l.proof
	c.command.Device, c.command.Factor = l.device, l.code
	c.account = l.account
}

// readNewKey asks for all that a key can do.
func readNewKey(c *call) *refusal {
	c.command.Scopes = access.AllScopes
	return nil
}

func newKey(c *call) any {
	public, secret := access.KeyPair(c.h.genesis.Seed, c.result.Key)
	return struct {
		APIKey    string `json:"apiKey"`
		SecretKey string `json:"secretKey"`
	}{public, secret}
}
