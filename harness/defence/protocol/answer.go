package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// maxAnswers is how many alerts, and how many actions, one answer may have.
const maxAnswers = 10_000

// The answer to a batch. An action is one of Action, by the names that
// vocabulary and telemetry use.
type (
	answerJSON struct {
		Alerts  []alertJSON      `json:"alerts"`
		Actions []defence.Action `json:"actions"`
		WakeAt  int64            `json:"wake_at"`
	}
	alertJSON struct {
		Rule      string          `json:"rule"`
		Title     string          `json:"title"`
		Level     string          `json:"level"`
		Tags      []string        `json:"tags"`
		Accounts  []uint32        `json:"accounts"`
		Keys      []uint32        `json:"keys"`
		Sources   []string        `json:"sources"`
		Addresses []chain.Address `json:"addresses"`
		Wallets   []string        `json:"wallets"`
	}
)

// readAnswer reads and checks the answer to the batch of a time.
func (s *Session) readAnswer(line []byte, now int64) (a defence.Answer, err error) {
	var given answerJSON
	if err := readJSON(line, &given); err != nil {
		return a, err
	}
	switch {
	case len(given.Alerts) > maxAnswers:
		return a, fmt.Errorf("it has %d alerts, expected at most %d", len(given.Alerts), maxAnswers)
	case len(given.Actions) > maxAnswers:
		return a, fmt.Errorf("it has %d actions, expected at most %d", len(given.Actions), maxAnswers)
	case given.WakeAt != 0 && given.WakeAt <= now:
		return a, fmt.Errorf("wake_at is %d, expected a time after now, which is %d", given.WakeAt, now)
	case given.WakeAt != 0:
		a.WakeAt = max(given.WakeAt, now+minWakeup)
	}
	for i := range given.Alerts {
		alert, err := s.readAlert(&given.Alerts[i])
		if err != nil {
			return a, fmt.Errorf("alerts[%d]: %w", i, err)
		}
		a.Alerts = append(a.Alerts, alert)
	}
	for i := range given.Actions {
		if err := s.checkAction(&given.Actions[i]); err != nil {
			return a, fmt.Errorf("actions[%d]: %w", i, err)
		}
	}
	a.Actions = given.Actions
	return a, nil
}

// checkAction refuses what the vocabulary does not allow, what the venue does
// not have and whom the telemetry has not shown.
func (s *Session) checkAction(a *defence.Action) error {
	if _, err := action.Commands(a, s.venue); err != nil {
		return err
	}
	if err := s.seen.knows(a.Accounts, a.Keys, a.Withdrawals); err != nil {
		return fmt.Errorf("%s: %w", a.Name, err)
	}
	return nil
}

// unlabelled is the level of an alert that names none.
const unlabelled = "medium"

func (s *Session) readAlert(given *alertJSON) (a defence.Alert, err error) {
	a = defence.Alert{
		Rule: given.Rule, Title: given.Title, Level: given.Level, Tags: given.Tags,
		Accounts: given.Accounts, Keys: given.Keys, Addresses: given.Addresses, Wallets: given.Wallets,
	}
	if a.Rule == "" {
		return a, errors.New("rule is missing, expected the name of what was found")
	}
	if a.Level == "" {
		a.Level = unlabelled
	}
	if !slices.Contains(sigma.Levels(), a.Level) {
		return a, unknownName("level", a.Level, sigma.Levels())
	}
	for i, code := range a.Wallets {
		if !slices.Contains(s.venue.Assets(), code) {
			return a, unknownName(fmt.Sprintf("wallets[%d]", i), code, s.venue.Assets())
		}
	}
	for i, text := range given.Sources {
		ip, err := netip.ParseAddr(text)
		if err != nil || !ip.Is4() {
			return a, fmt.Errorf("sources[%d] is %s, expected an IPv4 address such as 203.0.113.7", i, yamldoc.Quoted(text))
		}
		b := ip.As4()
		a.Sources = append(a.Sources, access.Source(b[0])<<24|access.Source(b[1])<<16|access.Source(b[2])<<8|access.Source(b[3]))
	}
	return a, s.seen.knows(a.Accounts, a.Keys, nil)
}

// readJSON reads an object that may have the fields of a struct and no others,
// and nothing behind it.
func readJSON(line []byte, into any) error {
	if !utf8.Valid(line) {
		return errors.New("it is not UTF-8")
	}
	if first := bytes.TrimLeft(line, " \t\r"); len(first) == 0 || first[0] != '{' {
		return errors.New("it is no JSON object")
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return inWords(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the object, expected one object a line")
	}
	return nil
}

// inWords says what is wrong with JSON in the words of other errors.
func inWords(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("it is not JSON: %s at byte %d", syntax.Error(), syntax.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it is not JSON: it ends within a value")
	case errors.As(err, &kind):
		return fmt.Errorf("%s is %s, expected %s", kind.Field, given(kind.Value), inJSON(kind.Type.String()))
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// given is a value as the JSON package names its kind.
func given(kind string) string {
	switch kind {
	case "object":
		return "an object"
	case "array":
		return "a list"
	case "bool":
		return "true or false"
	}
	return "a " + kind
}

// inJSON is what a type of Go is in JSON.
func inJSON(goType string) string {
	switch goType {
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	case "int64":
		return "a whole number"
	case "uint32", "access.Scopes":
		return "a whole number from 0 on"
	case "chain.Address":
		return "40 hexadecimal digits"
	}
	if strings.HasPrefix(goType, "[]") {
		return "a list"
	}
	return "an object"
}
