package telemetry

import (
	"strconv"
	"unicode/utf8"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// OCSFVersion is the version of the Open Cybersecurity Schema Framework that
// the shape of AppendEvent follows.
const OCSFVersion = "1.8.0"

// Classes of OCSF. It has none for orders, trades or withdrawals: they are API
// activity, with everything of their own under "unmapped".
const (
	authentication   = 3002
	entityManagement = 3004
	apiActivity      = 6003
	remediation      = 7001
)

// Activities within those classes. Create to Delete are the same for API
// activity and entity management.
const (
	activityCreate = 1
	activityRead   = 2
	activityUpdate = 3
	activityDelete = 4
	activityOther  = 99

	activityLogon = 1

	activityIsolate = 1
	activityEvict   = 2
	activityRestore = 3
	activityHarden  = 4
)

// AppendEvent writes an event as one line of JSON in the shape of OCSF, with
// the newline. The object "unmapped" holds the flat record: exactly the fields
// that EventFields lists, under the names that rules and batches use, amounts
// as integers of base units. What stands outside it repeats as much as OCSF
// requires of the class.
func AppendEvent(dst []byte, e *mockexchange.Event, v *defence.Directory) []byte {
	form := &forms[e.Type]
	activity := uint64(form.activity)
	if form.class == remediation {
		activity = countermeasure(e.Op)
	}
	class := uint64(form.class)
	dst = append(dst, `{"class_uid":`...)
	dst = strconv.AppendUint(dst, class, 10)
	dst = append(dst, `,"category_uid":`...)
	dst = strconv.AppendUint(dst, class/1000, 10)
	dst = append(dst, `,"activity_id":`...)
	dst = strconv.AppendUint(dst, activity, 10)
	dst = append(dst, `,"type_uid":`...)
	dst = strconv.AppendUint(dst, class*100+activity, 10)
	dst = append(dst, `,"time":`...)
	dst = strconv.AppendInt(dst, e.At/1_000_000, 10)
	dst = append(dst, `,"severity_id":1,"status_id":`...)
	dst = append(dst, status(e.Code))
	dst = append(dst, `,"metadata":{"version":"`+OCSFVersion+`","product":{"name":"exdrill"},"sequence":`...)
	dst = strconv.AppendUint(dst, e.Seq, 10)
	dst = append(dst, '}')
	dst = appendClass(dst, e, form.class)
	dst = append(dst, `,"unmapped":{`...)
	dst = appendFields(dst, e, v, commonFields)
	dst = append(dst, ',')
	dst = appendFields(dst, e, v, form.fields)
	return append(dst, "}}\n"...)
}

// status is OCSF's 1 for success and 2 for failure.
func status(c reject.Code) byte {
	if c == reject.OK {
		return '1'
	}
	return '2'
}

// countermeasure sorts operators' actions, and the staff's moves of wallets,
// under the tactics of D3FEND.
func countermeasure(op mockexchange.Kind) uint64 {
	tactic := action.Harden
	if op != mockexchange.MigrateWallet {
		info := action.OfKind(op)
		if info == nil {
			return activityOther
		}
		tactic = info.Tactic
	}
	switch tactic {
	case action.Isolate:
		return activityIsolate
	case action.Evict:
		return activityEvict
	case action.Restore:
		return activityRestore
	case action.Harden:
		return activityHarden
	}
	return activityOther
}

// appendClass writes what OCSF requires of a class.
func appendClass(dst []byte, e *mockexchange.Event, class uint16) []byte {
	switch class {
	case authentication:
		dst = append(dst, `,"user":`...)
		dst = appendUser(dst, e)
		dst = append(dst, `,"service":{"name":"api"}`...)
	case entityManagement:
		dst = append(dst, `,"entity":{"type":"API key","uid":"`...)
		dst = strconv.AppendUint(dst, uint64(e.Key), 10)
		dst = append(dst, `"}`...)
	case remediation:
		dst = append(dst, `,"command_uid":"`...)
		dst = strconv.AppendUint(dst, e.Seq, 10)
		return append(dst, '"')
	default:
		dst = append(dst, `,"actor":{"user":`...)
		dst = appendUser(dst, e)
		dst = append(dst, `},"api":{"operation":"`...)
		dst = append(dst, e.Op.String()...)
		dst = append(dst, `"}`...)
	}
	return appendEndpoint(dst, e)
}

func appendUser(dst []byte, e *mockexchange.Event) []byte {
	dst = append(dst, `{"uid":"`...)
	dst = strconv.AppendUint(dst, uint64(e.Account), 10)
	if e.Key != 0 {
		dst = append(dst, `","credential_uid":"`...)
		dst = strconv.AppendUint(dst, uint64(e.Key), 10)
	}
	return append(dst, `"}`...)
}

// appendEndpoint names the caller's address, or the venue where it acts by itself.
func appendEndpoint(dst []byte, e *mockexchange.Event) []byte {
	if e.Source == 0 {
		return append(dst, `,"src_endpoint":{"name":"venue"}`...)
	}
	dst = append(dst, `,"src_endpoint":{"ip":"`...)
	dst = appendSource(dst, e.Source)
	return append(dst, `"}`...)
}

func appendFields(dst []byte, e *mockexchange.Event, v *defence.Directory, fields []FieldID) []byte {
	for i, f := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '"')
		dst = append(dst, fieldInfos[f].Name...)
		dst = append(dst, `":`...)
		s := f.Of(e, v)
		switch s.kind {
		case isNumber, isFlag:
			dst = s.append(dst)
		case isText:
			dst = AppendText(dst, s.text)
		default:
			dst = append(dst, '"')
			dst = s.append(dst)
			dst = append(dst, '"')
		}
	}
	return dst
}

// AppendText writes a string of JSON. What is no UTF-8 becomes the
// replacement character.
func AppendText(dst []byte, s string) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', digits[r>>4], digits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
