package custody

// IndependentDecoding has everybody who signs for cold storage decode what his
// device is handed, and hold it against what was asked for, before he signs, which
// takes each of them his time (ColdSigner). The zero value decodes nothing.
type IndependentDecoding struct {
	On       bool `json:"on,omitempty"`
	Separate bool `json:"separate,omitempty"` // on a host of its own; otherwise on the one that shows transfers
}

// DecodingHost is the host on which people decode what they sign, where that is one
// of its own.
const DecodingHost = "decoder"

// Host is where people decode what they sign.
func (d *IndependentDecoding) Host(s *ColdSigning) string {
	if d.Separate {
		return DecodingHost
	}
	return s.Display
}

// On reports whether a host builds, shows or decodes what people sign.
func (c *ColdSigning) On(host string, d *IndependentDecoding) bool {
	return host == c.Builder || host == c.Display || d.On && host == d.Host(c)
}
