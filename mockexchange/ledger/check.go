package ledger

import (
	"errors"
	"fmt"
)

// ErrUnbalanced is inside every error that Check returns.
var ErrUnbalanced = errors.New("the ledger does not balance")

// Check sums every balance from scratch and holds the sums against the totals
// that postings kept. It also finds a pocket below zero, and an asset whose
// kinds do not sum to zero. It reads everything, so call it at intervals.
func (l *Ledger) Check() error {
	sums, err := l.sum()
	if err != nil {
		return err
	}
	for asset := range l.assets {
		if err := l.checkAsset(asset, sums[asset]); err != nil {
			return err
		}
	}
	return nil
}

// sum adds up what accounts hold, by asset and by Free and Locked.
func (l *Ledger) sum() ([][2]int64, error) {
	sums := make([][2]int64, l.assets)
	for i, held := range l.cells {
		asset, kind := i/2%l.assets, Kind(i%2)
		if held < 0 {
			return nil, fmt.Errorf("%w: asset %d: account %d has %d %s",
				ErrUnbalanced, asset+1, i/2/l.assets+1, held, kind)
		}
		sums[asset][kind] += held
	}
	return sums, nil
}

func (l *Ledger) checkAsset(asset int, sums [2]int64) error {
	var all int64
	for kind, total := range l.totals[asset*Kinds:][:Kinds] {
		if kind < len(sums) && total != sums[kind] {
			return fmt.Errorf("%w: asset %d: total %s is %d, accounts sum to %d",
				ErrUnbalanced, asset+1, Kind(kind), total, sums[kind])
		}
		if (total < 0) != (Kind(kind) == Outside) && total != 0 {
			return fmt.Errorf("%w: asset %d: %s is %d", ErrUnbalanced, asset+1, Kind(kind), total)
		}
		all += total
	}
	if all != 0 {
		return fmt.Errorf("%w: asset %d: the kinds sum to %d, not to 0", ErrUnbalanced, asset+1, all)
	}
	return nil
}
