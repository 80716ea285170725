package technique

import "github.com/exdrill/exdrill/attacker"

// UsePublishedKeys takes a key from a list that somebody made public and looks
// whether it works: one request, and one more for the balances if it may read.
type UsePublishedKeys struct{}

// Info describes it.
func (UsePublishedKeys) Info() Info {
	return Info{
		Name:    "use_published_keys",
		Summary: "Tries a key from a published list, and looks into the account behind it.",
		Effect:  "None on the account yet. From the hour of the list on anybody can do this to every key on it.",
		Seen: "Reads of rights and balances with keys of many accounts from addresses that none of them ever used; most keys " +
			"of an old list are refused.",
		ATTACK: []string{"T1552.001", "T1550.001", "T1078"},
		AADAPT: []string{"ADT1552", "ADT3008"},
	}
}

// Start needs no parameter.
func (UsePublishedKeys) Start(Params) (Run, error) { return &usePublishedKeysRun{next: OpRights}, nil }

type usePublishedKeysRun struct{ next Op }

func (t *usePublishedKeysRun) Ask(int64, View) Move { return Move{Call: Call{Op: t.next}} }

func (t *usePublishedKeysRun) Tell(_ int64, _ View, a Answer) {
	if t.next == OpRights && a.Refusal == attacker.Accepted && a.Rights.Read {
		t.next = OpBalances
		return
	}
	t.next = OpNone
}
