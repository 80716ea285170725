package timeline

// Text is a text in both languages.
type Text struct {
	EN string `json:"en"`
	JA string `json:"ja"`
}

// In is the text in a language, "ja" for Japanese and English for any other.
func (t Text) In(language string) string {
	if language == "ja" && t.JA != "" {
		return t.JA
	}
	return t.EN
}
