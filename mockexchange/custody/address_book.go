package custody

// AddressBook lets accounts that keep a list of addresses withdraw to these
// alone. An address enters the list when its owner, logged in, first asks for a
// withdrawal to it, and is good for payments after Hold. An API key cannot add
// one. The zero value is no book.
type AddressBook struct {
	Hold int64 `json:"hold,omitempty"` // nanoseconds, above 0
	All  bool  `json:"all,omitempty"`  // for every account, not only for those that keep a book
}

// KeepBook notes that an account's owner keeps an address book.
func (q *WithdrawalQueue) KeepBook(account uint32) { q.keepsBook[account] = true }

// listed reports whether the book lets a withdrawal be asked for at all.
func (q *WithdrawalQueue) listed(w *Withdrawal) bool {
	if w.Key == 0 || !w.First || !q.hasBook(w.Account) {
		return true
	}
	_, entered := q.bookEntries[destination{w.Account, w.To}]
	return entered
}

func (q *WithdrawalQueue) hasBook(account uint32) bool {
	b := &q.policy.AddressBook
	return b.Hold > 0 && (b.All || q.keepsBook[account])
}

// enterInBook puts a withdrawal's address into its owner's book if it is not
// there, and says when it is good for payments, 0 for at once.
func (q *WithdrawalQueue) enterInBook(now int64, w *Withdrawal) int64 {
	if !w.First || !q.hasBook(w.Account) {
		return 0
	}
	at := destination{w.Account, w.To}
	since, there := q.bookEntries[at]
	if !there {
		since = now
		q.bookEntries[at] = now
	}
	return since + q.policy.AddressBook.Hold
}
