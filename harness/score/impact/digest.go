package impact

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Digest is the SHA-256 over the tariff's JSON, in hexadecimal: whatever price is
// another, it is another, even where somebody forgot to raise the version.
func (t *Tariff) Digest() string {
	text, err := json.Marshal(t)
	if err != nil {
		panic(fmt.Sprintf("a tariff of numbers and names has no JSON: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
