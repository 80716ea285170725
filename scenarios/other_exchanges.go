package scenarios

import "strconv"

// OtherExchange is an exchange that the thief has accounts at and may bring loot
// to, to sell it and be off with what it fetched. It holds whom a deposit comes
// from against addresses that were tagged, and against those that a robbed venue
// asked it to freeze; coins that were moved on once more it does not know again.
type OtherExchange struct {
	Name Name `key:"name"`
	// HonoursTags is how likely it is that it turns down what comes from a tagged
	// address, and Freezes that it does as it is asked; drawn once for a run.
	HonoursTags Share `key:"honours_tags"`
	Freezes     Share `key:"freezes"`
	Answers     Pause `key:"answers" check:"pause"` // from a request until it freezes, drawn once
	Keeps       Pause `key:"keeps" check:"pause"`   // from a deposit's block until what it fetched is gone, drawn for each of his deposit addresses
}

// DepositAddresses is how many addresses a thief has of each coin at each of
// the other exchanges.
const DepositAddresses = 1024

// cashOuts are the techniques whose transfers can go to another exchange.
var cashOuts = []string{"fan_out", "structure_below_limit"}

// atExchange checks a transfer to another exchange.
func (c *checker) atExchange(step *Step, t *Transfer) {
	names := make([]string, len(c.s.OtherExchanges))
	for i := range names {
		names[i] = c.s.OtherExchanges[i].Name.Text
	}
	c.known("exchange", *t.Exchange, names)
	c.known("technique for an exchange", step.Technique, cashOuts)
	for _, part := range []struct {
		name string
		is   *Number
	}{{"to", t.To}, {"outputs", t.Outputs}} {
		if part.is != nil && (part.is.Value < 1 || part.is.Value > DepositAddresses) {
			c.complain(part.is.Pos, part.name+" is "+strconv.FormatInt(part.is.Value, 10),
				"1 to "+strconv.Itoa(DepositAddresses)+", as many addresses as he has there", "")
		}
	}
}
