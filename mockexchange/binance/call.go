package binance

import (
	"net/netip"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// call is one request on its way through the venue.
type call struct {
	h       *Handler
	route   *route
	request request
	from    access.Source
	apiKey  string
	login   *login // of a browser; nil for a program

	now     int64
	engine  Engine
	command mockexchange.Command
	result  mockexchange.Result
	key     uint32 // the key, once its holder has proved himself
	account uint32 // whose key it is

	no           *refusal // the first thing that was wrong
	used         int      // request weight of this address in this minute
	short, today int      // accepted orders of this account
}

// refuse turns the request down, unless something else already did.
func (c *call) refuse(no *refusal) {
	if c.no == nil {
		c.no = no
	}
}

// serve makes the request one command, applies it, and forms the answer; nil
// if it was refused. The order of the checks is the order in which the
// protocol complains.
func (c *call) serve() any {
	c.command = mockexchange.Command{Kind: c.route.kind, Source: c.from}
	c.countWeight()
	switch {
	case c.route.signed && c.login != nil:
		c.logIn()
	case c.route.signed:
		c.authenticate()
	}
	c.read()
	if c.no != nil {
		c.command.Refused = c.no.reason
	}
	c.result, _ = c.engine.Apply(c.now, &c.command)
	if c.result.Code != reject.OK {
		c.refuse(refusalOf(c.result.Code, c.route.wallet))
	}
	if c.route.order && c.account != 0 {
		c.countOrder()
	}
	if c.no != nil {
		return nil
	}
	return c.route.answer(c)
}

func (c *call) countWeight() {
	used, no := c.h.limiter.addWeight(c.now, c.from, c.weight())
	if c.used = used; no != nil {
		c.no = no // goes before everything else
	}
}

func (c *call) weight() int {
	if c.route.weightOf != nil {
		return c.route.weightOf(&c.request)
	}
	return c.route.weight
}

// authenticate finds out whose key it is and whether its holder signed. With
// the right signature the venue's own copy of the credential is presented;
// with a wrong one, none is.
func (c *call) authenticate() {
	c.command.Auth = mockexchange.AuthKey
	if !looksLikeKey(c.apiKey) {
		c.refuse(&keyFormat)
		return
	}
	id := c.h.keyID(c.engine, c.apiKey)
	c.command.Key = id
	if !c.request.signed {
		c.refuse(mandatory.about("signature"))
		return
	}
	if id == 0 {
		return // the venue will say that there is no such key
	}
	credential := access.KeyCredential(c.h.genesis.Seed, id)
	if !c.request.signedBy(credential.Secret()) {
		c.refuse(refusalOf(reject.BadCredential, false))
		return
	}
	c.command.Credential = credential
	info, _ := c.engine.KeyInfo(id)
	c.key, c.account = id, info.Account
	if no := c.request.timely(c.now); no != nil && !c.h.options.AnyTime {
		c.refuse(no)
	}
}

// looksLikeKey reports whether a text could be an API key at all.
func looksLikeKey(text string) bool {
	if len(text) != 64 {
		return false
	}
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}

// read turns the parameters into the command's fields.
func (c *call) read() {
	if c.request.broken {
		c.refuse(&escaping)
	}
	if c.route.read == nil {
		return
	}
	if no := c.route.read(c); no != nil {
		c.refuse(no)
	}
	if c.route.order && c.account != 0 && c.no == nil {
		if no := c.h.limiter.checkOrders(c.now, c.account); no != nil {
			c.refuse(no)
		}
	}
}

func (c *call) countOrder() {
	n := 0
	if c.no == nil {
		n = 1
	}
	c.short, c.today = c.h.limiter.orders(c.now, c.account, n)
}

// sourceOf is the address itself; 0.0.0.0 for what is not IPv4.
func sourceOf(remote string) access.Source {
	peer, err := netip.ParseAddrPort(remote)
	if err != nil {
		return 0
	}
	source, _ := access.ParseSource(peer.Addr().Unmap().String())
	return source
}
