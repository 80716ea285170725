package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A file of another kind", func() {
	type menu struct {
		Dish  scenarios.Text                  `key:"dish"`
		Price *scenarios.Text                 `key:"price,optional"`
		Sides scenarios.Table[scenarios.Text] `key:"sides,optional"`
		Large bool                            `key:"large,optional"`
	}

	It("is read in the same way, with the place of every value", func() {
		var m menu
		Expect(scenarios.Decode("menu.yaml", []byte("dish: soba with egg\nsides: {rice: 1 bowl}\nlarge: true\n"), &m)).To(Succeed())
		Expect(m.Dish.String()).To(Equal("soba with egg"))
		Expect(m.Dish.Pos.String()).To(Equal("menu.yaml:1:7"))
		Expect(m.Price).To(BeNil())
		rice, ok := m.Sides.Get("rice")
		Expect(ok).To(BeTrue())
		Expect(rice.Text).To(Equal("1 bowl"))
		Expect(m.Large).To(BeTrue())
	})

	It("is as strict", func() {
		var m menu
		Expect(scenarios.Decode("menu.yaml", []byte("dish: [soba]\nprize: 800\n"), &m)).To(MatchError(
			"menu.yaml:1:7: dish is a list, expected a single value\n" +
				`menu.yaml:2:1: unknown key "prize", expected one of dish, price, sides, large; did you mean "price"?`))
		Expect(scenarios.Decode("menu.yaml", nil, &m)).To(MatchError("menu.yaml:1:1: the file is empty, expected a mapping"))
	})
})
