package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
)

// form is a list of parameters in the order in which they are sent.
type form struct{ strings.Builder }

// add appends a parameter; an empty value is left out.
func (f *form) add(name, value string) {
	if value == "" {
		return
	}
	if f.Len() > 0 {
		f.WriteByte('&')
	}
	f.WriteString(name)
	f.WriteByte('=')
	f.WriteString(url.QueryEscape(value))
}

// recvWindow is how many milliseconds late a request may arrive.
const recvWindow = 5000

// stamp adds the request's own time, which guards against its being replayed.
func (f *form) stamp(now int64) {
	f.add("recvWindow", strconv.Itoa(recvWindow))
	f.add("timestamp", strconv.FormatInt(now/1e6, 10))
}

// sign is the hex HMAC-SHA256 of what is sent: the raw query and the raw body,
// one after the other.
func sign(secret, payload string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(payload))
	return hex.EncodeToString(mac.Sum(nil))
}
