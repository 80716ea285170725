package binance_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/binance"
)

// A signed order that rests and its cancellation, without the socket.
func BenchmarkOrderAndCancel(b *testing.B) {
	RegisterTestingT(b)
	v := newVenue()
	h := binance.New(v, binance.Options{})
	public, secret := access.KeyPair(seed, buyer)
	stamp := fmt.Sprintf("&timestamp=%d", start/1_000_000)
	send := func(method, params string) {
		params += stamp
		r := httptest.NewRequest(method, "/api/v3/order?"+params+"&signature="+sign(secret, params), nil)
		r.Header.Set("X-MBX-APIKEY", public)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 200 {
			b.Fatal(w.Body.String())
		}
	}
	id := 0
	for b.Loop() {
		id++
		send("POST", "symbol=BTCJPY&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=190000")
		send("DELETE", fmt.Sprintf("symbol=BTCJPY&orderId=%d", id))
		v.applied = v.applied[:0]
	}
}
