package wire_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/wire"
)

var _ = Describe("the fence around the drill", func() {
	DescribeTable("lets no connection out",
		func(base string) {
			v := wire.NewVenue(map[string]string{source: base}, func() int64 { return 0 }, nil, nil)
			_, _, err := v.Rights(key)
			Expect(err).To(MatchError(wire.ErrOutside))
			_, err = wire.NewChain(base).Balance([20]byte{1})
			Expect(err).To(MatchError(wire.ErrOutside))
		},
		Entry("to a public address", "http://192.0.2.1:80"),
		Entry("to a public address of the newer kind", "http://[2001:db8::1]:80"),
		Entry("to one in disguise", "http://[::ffff:192.0.2.1]:80"),
		Entry("with TLS, which no drill speaks", "https://127.0.0.1:443"),
		Entry("of another kind", "ftp://127.0.0.1"),
		Entry("to nowhere", "http://"),
	)

	It("takes a host and nothing after it", func() {
		Expect(wire.CheckBase("http://venue:8000")).To(Succeed())
		for _, base := range []string{"http://venue/api", "http://venue?x=1", "http://venue#x", "http://me@venue", "://"} {
			Expect(wire.CheckBase(base)).NotTo(Succeed(), base)
		}
	})
})

var _ = Describe("a mission", func() {
	mission := func() wire.Mission {
		m := wire.Mission{
			Assets: []attacker.AssetInfo{{Code: "BTC"}},
			Exits:  map[string]string{source: "http://exit-1:8080"},
			Chains: map[string]string{"BTC": "http://chain-btc:8000"},
		}
		m.Campaign.Venue = "zaif"
		m.Campaign.Sources = []string{source}
		return m
	}

	It("reaches its venue by name and its chains by asset", func() {
		m := mission()
		Expect(m.Check()).To(Succeed())
		w := m.World(func() int64 { return 0 })
		Expect(w.Venues).To(HaveKey("zaif"))
		Expect(w.Chains).To(HaveKey("BTC"))
	})

	It("is refused when it leads nowhere or outside", func() {
		m := mission()
		m.Campaign.Sources = append(m.Campaign.Sources, "203.0.113.9")
		Expect(m.Check()).To(MatchError("exits: there is none for the source 203.0.113.9"))
		m = mission()
		m.Exits[source] = "https://exit-1"
		Expect(m.Check()).To(MatchError(wire.ErrOutside))
		m = mission()
		m.Chains["BTC"] = "https://chain"
		Expect(m.Check()).To(MatchError(wire.ErrOutside))
	})
})
