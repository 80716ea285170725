// Package access knows who may do what: accounts, API keys with their rights,
// allow-lists and ages, login sessions and second factors. Possession of a
// credential is authority; nothing here asks who the caller really is.
package access
