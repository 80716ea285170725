package protocol

import (
	"encoding/json"
	"slices"

	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
)

// ID names the protocol of defences that are programs of their own.
const ID = "exdrill.defence/v1"

// object is a piece of JSON Schema.
type object map[string]any

// Schema is the JSON Schema (draft 2020-12) of every message between
// exdrill and a defence that is a program of its own, under $defs: hello and
// welcome, its answer; batch and answer; bye, which has none. It is made from
// the telemetry's fields and the vocabulary of actions, so that it is never
// behind them.
func Schema() []byte {
	text, err := json.MarshalIndent(object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID,
		"title": "Messages between exdrill and a defence that is a program of its own",
		"description": "One object a line, or a POST and its answer. exdrill sends hello, then a batch at every step with news, then bye. " +
			"The program answers hello with a welcome and every batch with an answer, one line each, and ends after bye, with exit status 0. " +
			"Times are virtual nanoseconds since 1970, amounts are whole numbers of base units.",
		"anyOf": []object{ref("hello"), ref("welcome"), ref("batch"), ref("answer"), ref("bye")},
		"$defs": object{
			"hello": helloSchema(), "welcome": welcomeSchema(), "batch": batchSchema(), "answer": answerSchema(),
			"bye":   sealed("the run is over", object{"type": object{"const": "bye"}}, "type"),
			"event": eventSchema(), "alert": alertSchema(), "action": actionSchema(), "result": resultSchema(),
			"id":      object{"type": "integer", "minimum": 1, "maximum": 1<<32 - 1},
			"address": object{"type": "string", "pattern": "^[0-9a-f]{40}$"},
		},
	}, "", "  ")
	if err != nil {
		panic("defence: the schema is no JSON: " + err.Error())
	}
	return append(text, '\n')
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

// sealed is an object with these properties and no others.
func sealed(description string, properties object, required ...string) object {
	o := object{"type": "object", "description": description, "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

func listOf(items object) object { return object{"type": "array", "items": items} }

func typed(kind, description string) object { return object{"type": kind, "description": description} }

func oneOfNames(description string, names []string) object {
	return object{"enum": names, "description": description}
}

func helloSchema() object {
	asset := sealed("an asset of the venue", object{
		"code": typed("string", "its name"), "decimals": typed("integer", "base units in a whole coin, as a power of ten"),
		"reference": typed("integer", "value of a whole coin in base units of the currency, which no trade moves"),
		"on_chain":  typed("boolean", "false for money that lies at a bank"),
	}, "code", "decimals", "reference", "on_chain")
	return sealed("what the program is to guard", object{
		"type": object{"const": "hello"}, "protocol": object{"const": Version},
		"venue": typed("string", "the venue's name"), "now": typed("integer", "when the clock starts"),
		"interval": typed("integer", "nanoseconds between steps"), "currency": typed("string", "the reference currency, an asset's code"),
		"assets": listOf(asset), "markets": listOf(typed("string", "a market's symbol")),
		"controls": listOf(typed("string", "a standing control in force")),
		"vendors":  listOf(typed("string", "a bot vendor of whom keys are known to be")),
	}, "type", "protocol", "venue", "now", "interval", "currency", "assets", "markets", "controls", "vendors")
}

func welcomeSchema() object {
	services, types := eventNames()
	return sealed("the answer to hello: events of these services and of these types are wanted, all if none is named", object{
		"protocol": object{"const": Version},
		"services": listOf(oneOfNames("a service", services)), "types": listOf(oneOfNames("a type of event", types)),
	})
}

func batchSchema() object {
	return sealed("the news since the last step; not sent without any, but for the first and for wake-ups", object{
		"type": object{"const": "batch"}, "now": typed("integer", "the time of the step"),
		"events": listOf(ref("event")), "results": listOf(ref("result")),
	}, "type", "now", "events", "results")
}

func resultSchema() object {
	return sealed("what an earlier action came to", object{
		"id": typed("string", "the program's own name of the action"), "name": oneOfNames("the action", action.Names()),
		"at": typed("integer", "when it took effect"), "code": typed("string", "ok, or why it was refused"),
		"changed": typed("integer", "how many keys, accounts, orders or withdrawals it touched"),
	}, "id", "name", "at", "code", "changed")
}

func answerSchema() object {
	alerts, actions := listOf(ref("alert")), listOf(ref("action"))
	alerts["maxItems"], actions["maxItems"] = maxAnswers, maxAnswers
	return sealed("the answer to a batch", object{
		"alerts": alerts, "actions": actions,
		"wake_at": typed("integer", "a step is wanted at this time, after now, even without news; 0 for none"),
	})
}

func alertSchema() object {
	return sealed("a finding, with whom it accuses", object{
		"rule": object{"type": "string", "minLength": 1, "description": "what found it"}, "title": typed("string", "for people"),
		"level": oneOfNames("how bad it is; medium if it is left out", sigma.Levels()), "tags": listOf(object{"type": "string"}),
		"accounts": listOf(ref("id")), "keys": listOf(ref("id")), "addresses": listOf(ref("address")),
		"sources": listOf(object{"type": "string", "format": "ipv4"}), "wallets": listOf(typed("string", "code of the asset of a hot wallet")),
	}, "rule")
}

func actionSchema() object {
	var all []object
	for _, info := range action.All() {
		properties := object{"name": object{"const": info.Name}, "id": typed("string", "echoed in the result")}
		var choices []object
		for _, p := range info.Params {
			properties[p.Name] = paramSchema(p)
			if p.Need == action.OneOf {
				choices = append(choices, object{"required": []string{p.Name}})
			}
		}
		one := sealed(info.Summary+": "+info.Effect, properties, append([]string{"name"}, info.Fields(action.Required)...)...)
		if choices != nil {
			one["anyOf"] = choices
		}
		all = append(all, one)
	}
	return object{"description": "an operator's action", "oneOf": all}
}

func paramSchema(p action.Param) object {
	var o object
	switch p.Name {
	case "keys", "accounts", "withdrawals":
		o = listOf(ref("id"))
	case "addresses":
		o = listOf(ref("address"))
	case "market", "asset", "text":
		o = object{"type": "string"}
	case "new_addresses_only", "above", "from_fund":
		o = object{"type": "boolean"}
	default:
		o = object{"type": "integer"}
	}
	o["description"] = p.Summary
	return o
}

// eventSchema says what AppendEvent writes.
func eventSchema() object {
	var all []object
	for _, info := range telemetry.Events() {
		properties, required := object{}, []string{}
		for _, f := range info.Fields {
			properties[f.Name] = fieldSchema(f)
			required = append(required, f.Name)
		}
		properties["type"], properties["service"] = object{"const": info.Type}, object{"const": info.Service}
		slices.Sort(required)
		all = append(all, sealed(info.Summary, properties, required...))
	}
	number := object{"type": "integer"}
	return object{
		"type": "object", "description": "one event in the shape of OCSF " + telemetry.OCSFVersion + "; unmapped has all that is known of it",
		"properties": object{
			"class_uid": number, "category_uid": number, "activity_id": number, "type_uid": number, "severity_id": number, "status_id": number,
			"time": typed("integer", "milliseconds since 1970"), "metadata": object{"type": "object"},
			"unmapped": object{"oneOf": all},
		},
		"required": []string{"class_uid", "category_uid", "activity_id", "type_uid", "time", "severity_id", "status_id", "metadata", "unmapped"},
	}
}

func fieldSchema(f telemetry.FieldInfo) object {
	o := object{"type": f.Type, "description": f.Description}
	switch {
	case f.Type == telemetry.Text:
		o["type"] = "string"
	case f.Unit != "" && f.Unit != "id":
		o["description"] = f.Description + ", in " + f.Unit
	}
	return o
}
