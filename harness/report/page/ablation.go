package page

import (
	"encoding/json"
	"errors"
)

// ParseAblation reads what "exdrill ablate --format json" writes, as far as a
// page shows it: the parts of a defence with their shares of the score.
func ParseAblation(text []byte) ([]Part, error) {
	var file struct {
		Parts []struct {
			Name  string `json:"name"`
			Score struct {
				Value float64 `json:"value"`
				Error float64 `json:"error"`
			} `json:"score"`
		} `json:"parts"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, err
	}
	if len(file.Parts) == 0 {
		return nil, errors.New(`no parts in it, expected what "exdrill ablate --format json" writes`)
	}
	var list []Part
	for _, p := range file.Parts {
		list = append(list, Part{p.Name, p.Score.Value, p.Score.Error})
	}
	return list, nil
}
