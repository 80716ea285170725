package lab

import (
	"reflect"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// counting is an observer all of whose functions count how often they are
// called.
func counting() (o Observer, calls map[string]int) {
	calls = make(map[string]int)
	v := reflect.ValueOf(&o).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		v.Field(i).Set(reflect.MakeFunc(v.Field(i).Type(), func([]reflect.Value) (results []reflect.Value) {
			calls[name]++
			for n := range v.Field(i).Type().NumOut() {
				results = append(results, reflect.Zero(v.Field(i).Type().Out(n)))
			}
			return results
		}))
	}
	return o, calls
}

var _ = Describe("Observers", func() {
	It("hear all that they ask for, whoever else listens", func(ctx SpecContext) {
		s := series(1)
		first, calls := counting()
		second, same := counting()
		_, err := s.Score(ctx, shipped(s, "history"), first, Observer{}, second)
		Expect(err).NotTo(HaveOccurred())
		Expect(calls).To(HaveLen(reflect.TypeFor[Observer]().NumField()-1), "every kind of news but Sent: this thief has no wallet's key")
		Expect(same).To(Equal(calls))
	})
})
