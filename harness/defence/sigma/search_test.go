package sigma_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// holds expects a rule to match some events and not others.
func holds(text string, yes, no []string) {
	GinkgoHelper()
	for _, event := range yes {
		Expect(fires(text, event)).To(BeTrue(), "%s\n%s", text, event)
	}
	for _, event := range no {
		Expect(fires(text, event)).To(BeFalse(), "%s\n%s", text, event)
	}
}

var _ = Describe("A search", func() {
	DescribeTable("compares values as texts without case", holds,
		Entry("texts", search(`Image: 'C:\Windows\System32\whoami.exe'`),
			[]string{`{"Image":"C:\\Windows\\System32\\whoami.exe"}`, `{"Image":"c:\\windows\\SYSTEM32\\WhoAmI.exe"}`},
			[]string{`{"Image":"C:\\Windows\\System32\\whoami.exe "}`, `{"image":"C:\\Windows\\System32\\whoami.exe"}`, `{}`}),
		Entry("letters beyond ASCII", search(`a: 'ÄÖÜ'`), []string{`{"a":"äöü"}`, `{"a":"Äöü"}`}, []string{`{"a":"aou"}`}),
		Entry("integers", search(`EventID: 4625`), []string{`{"EventID":4625}`, `{"EventID":"4625"}`}, []string{`{"EventID":46250}`, `{"EventID":4625.5}`}),
		Entry("integers beyond what a float tells apart", search(`n: 9007199254740993`), []string{`{"n":9007199254740993}`}, []string{`{"n":9007199254740992}`}),
		Entry("decimals", search(`n: 1.50`), []string{`{"n":1.5}`, `{"n":1.50}`, `{"n":15e-1}`}, []string{`{"n":1.51}`, `{"n":1}`}),
		Entry("texts that look like hexadecimal", search(`TicketOptions: '0x40810000'`), []string{`{"TicketOptions":"0x40810000"}`}, []string{`{"TicketOptions":1082195968}`}),
		Entry("truth", search(`b: true`), []string{`{"b":true}`, `{"b":"TRUE"}`}, []string{`{"b":false}`, `{"b":1}`}),
		Entry("the empty text", search(`a: ''`), []string{`{"a":""}`}, []string{`{"a":" "}`, `{"a":null}`, `{}`}),
		Entry("nothing", search(`a: null`), []string{`{"a":null}`, `{}`}, []string{`{"a":""}`, `{"a":0}`}),
		Entry("nested fields", search(`user.name: x`), []string{`{"user":{"name":"x"}}`, `{"user.name":"x"}`}, []string{`{"user":"x"}`}),
		Entry("lists of values", search(`a: x`), []string{`{"a":["y","x"]}`}, []string{`{"a":["y"]}`, `{"a":[]}`}),
		Entry("lists of objects", search(`a.b: x`), []string{`{"a":[{"b":"x"},{"b":"y"}]}`, `{"a":[{"b":"y"},{"b":"x"}]}`}, []string{`{"a":[{"b":"y"}]}`}),
	)

	DescribeTable("knows wildcards and escapes", holds,
		Entry("one character", search(`a: 'prog?.exe'`), []string{`{"a":"progA.exe"}`, `{"a":"progé.exe"}`}, []string{`{"a":"prog.exe"}`, `{"a":"progAB.exe"}`}),
		Entry("any text", search(`a: 'antivirus_V*.exe'`), []string{`{"a":"antivirus_V1.exe"}`, `{"a":"antivirus_V21.2.1.exe"}`, `{"a":"antivirus_v.exe"}`}, []string{`{"a":"antivirus_V1.exe2"}`}),
		Entry("several", search(`a: 'a*b*c'`), []string{`{"a":"abc"}`, `{"a":"a1b2b3c"}`}, []string{`{"a":"acb"}`}),
		Entry("in numbers", search(`a: '46*'`), []string{`{"a":4625}`}, []string{`{"a":1462}`}),
		Entry(`a plain backslash`, search(`a: 'a\b'`), []string{`{"a":"a\\b"}`}, []string{`{"a":"ab"}`}),
		Entry(`a doubled backslash`, search(`a: 'a\\b'`), []string{`{"a":"a\\b"}`}, []string{`{"a":"a\\\\b"}`}),
		Entry(`an escaped wildcard`, search(`a: 'a\*b'`), []string{`{"a":"a*b"}`}, []string{`{"a":"a\\xb"}`, `{"a":"axb"}`}),
		Entry(`an escaped question mark`, search(`a: 'a\?'`), []string{`{"a":"a?"}`}, []string{`{"a":"ab"}`}),
		Entry(`a backslash and a wildcard`, search(`a: 'a\\*'`), []string{`{"a":"a\\"}`, `{"a":"a\\b"}`}, []string{`{"a":"a*"}`}),
		Entry(`both escaped`, search(`a: 'a\\\*'`), []string{`{"a":"a\\*"}`}, []string{`{"a":"a\\b"}`}),
		Entry(`three backslashes`, search(`a: 'a\\\b'`), []string{`{"a":"a\\\\b"}`}, []string{`{"a":"a\\b"}`}),
		Entry(`four backslashes`, search(`a: 'a\\\\b'`), []string{`{"a":"a\\\\b"}`}, []string{`{"a":"a\\b"}`}),
	)

	DescribeTable("joins its lines", holds,
		Entry("lists by or, lines by and", search("EventLog: Security\nEventID:\n  - 517\n  - 1102"),
			[]string{`{"EventLog":"Security","EventID":517}`, `{"EventLog":"security","EventID":1102}`},
			[]string{`{"EventLog":"Security"}`, `{"EventLog":"System","EventID":517}`, `{"EventID":1102}`}),
		Entry("lists of mappings by or", search("- Image|endswith: '\\example.exe'\n- Description|contains: 'Test executable'"),
			[]string{`{"Image":"C:\\example.exe"}`, `{"Description":"a test executable."}`}, []string{`{"Image":"example.exe"}`}),
		Entry("keywords by or", rule("keywords:\n  - 'EVILSERVICE'\n  - 'svchost.exe -n evil'\ncondition: keywords"),
			[]string{`{"m":"starts EvilService now"}`, `{"a":{"b":["x","run SVCHOST.exe -n evil"]}}`}, []string{`{"EVILSERVICE":"x"}`, `{"m":"svchost.exe"}`}),
		Entry("keywords with all by and", rule("k:\n  '|all':\n    - 'OabVirtualDirectory'\n    - ' -ExternalUrl '\ncondition: k"),
			[]string{`{"m":"Set-OabVirtualDirectory -ExternalUrl x"}`, `{"m":"OabVirtualDirectory","n":"x -ExternalUrl y"}`}, []string{`{"m":"OabVirtualDirectory"}`}),
		Entry("keywords that are numbers", rule("k: [4625]\ncondition: k"), []string{`{"n":14625}`}, []string{`{"n":625}`}),
		Entry("keywords as regular expressions", rule("k:\n  '|re': '^ev.l$'\ncondition: k"), []string{`{"m":"evil"}`}, []string{`{"m":"an evil"}`}),
		Entry("keywords beside mappings", rule("k:\n  - evil\n  - a: 1\ncondition: k"), []string{`{"m":"evil"}`, `{"a":1}`}, []string{`{"a":2}`}),
		Entry("a keyword alone", rule("k: evil\ncondition: k"), []string{`{"m":"evil"}`}, []string{`{"m":"good"}`}),
	)
})

var _ = Describe("A modifier", func() {
	DescribeTable("of places", holds,
		Entry("contains", search("a|contains: ell"), []string{`{"a":"Hello"}`, `{"a":"ELL"}`}, []string{`{"a":"helo"}`}),
		Entry("contains with a number", search("a|contains: 44"), []string{`{"a":"port 443"}`, `{"a":1443}`}, []string{`{"a":4}`}),
		Entry("contains with a wildcard", search("a|contains: 'h*o'"), []string{`{"a":"oh, hello!"}`}, []string{`{"a":"oh"}`}),
		Entry("startswith", search("a|startswith: adm_"), []string{`{"a":"ADM_x"}`}, []string{`{"a":"xadm_"}`}),
		Entry("endswith", search(`a|endswith: '\cmd.exe'`), []string{`{"a":"C:\\cmd.exe"}`}, []string{`{"a":"cmd.exe"}`}),
		Entry("all", search("a|contains|all: [x, y]"), []string{`{"a":"yx"}`}, []string{`{"a":"x"}`}),
		Entry("cased", search("a|cased: Abc"), []string{`{"a":"Abc"}`}, []string{`{"a":"abc"}`}),
		Entry("cased in the middle", search("a|contains|cased: Abc"), []string{`{"a":"xAbcx"}`}, []string{`{"a":"xabcx"}`}),
	)

	DescribeTable("of presence and difference", holds,
		Entry("exists", search("a|exists: true"), []string{`{"a":1}`, `{"a":null}`, `{"a":""}`, `{"a":{}}`}, []string{`{"b":1}`}),
		Entry("exists not", search("a|exists: false"), []string{`{"b":1}`}, []string{`{"a":null}`}),
		Entry("neq with a text", search("a|neq: x"), []string{`{"a":"y"}`, `{"a":5}`}, []string{`{"a":"X"}`, `{}`}),
		Entry("neq with a number", search("a|neq: 5"), []string{`{"a":4}`, `{"a":"x"}`}, []string{`{"a":5}`, `{"a":"5"}`}),
		Entry("neq with several", search("a|neq: [1, 2]"), []string{`{"a":3}`}, []string{`{"a":1}`, `{"a":2}`}),
		Entry("neq in the middle", search("a|contains|neq: x"), []string{`{"a":"y"}`}, []string{`{"a":"axb"}`}),
	)

	DescribeTable("of numbers", holds,
		Entry("lt", search("a|lt: 5"), []string{`{"a":4}`, `{"a":4.99}`, `{"a":"-3"}`}, []string{`{"a":5}`, `{"a":"x"}`, `{"a":true}`, `{}`}),
		Entry("lte", search("a|lte: 5"), []string{`{"a":5}`}, []string{`{"a":6}`, `{"a":5.01}`}),
		Entry("gt", search("a|gt: 5"), []string{`{"a":6}`, `{"a":99999999999999999999}`}, []string{`{"a":5}`}),
		Entry("gte", search("a|gte: 5"), []string{`{"a":5}`}, []string{`{"a":4}`}),
		Entry("gt with a decimal", search("a|gt: 1.5"), []string{`{"a":2}`, `{"a":1.51}`}, []string{`{"a":1}`, `{"a":1.50}`}),
		Entry("exactly", search("a|gt: 9007199254740992"), []string{`{"a":9007199254740993}`}, []string{`{"a":9007199254740992}`}),
		Entry("two of a range", search("a|gte: 2\na|lt: 4"), []string{`{"a":3}`}, []string{`{"a":4}`, `{"a":1}`}),
	)

	DescribeTable("of regular expressions", holds,
		Entry("re", search("a|re: '^[a-c]{2}(x|y)+.?$'"), []string{`{"a":"abxyx"}`, `{"a":"cay!"}`}, []string{`{"a":"ABx"}`, `{"a":"ab"}`}),
		Entry("re looks anywhere", search("a|re: 'b+'"), []string{`{"a":"abba"}`}, []string{`{"a":"aa"}`}),
		Entry("re keeps backslashes", search(`a|re: '\\\d\*'`), []string{`{"a":"\\7*"}`}, []string{`{"a":"7*"}`}),
		Entry("i", search("a|re|i: '^abc$'"), []string{`{"a":"ABC"}`}, []string{`{"a":"abcd"}`}),
		Entry("m", search("a|re|m: '^b$'"), []string{`{"a":"a\nb"}`}, []string{`{"a":"ab"}`}),
		Entry("s", search("a|re|s: 'a.b'"), []string{`{"a":"a\nb"}`}, []string{`{"a":"ab"}`}),
		Entry("no s", search("a|re: 'a.b'"), []string{`{"a":"axb"}`}, []string{`{"a":"a\nb"}`}),
		Entry("all together", search("a|re|i|m|s: '^a.b$'"), []string{`{"a":"x\nA\nB"}`}, []string{`{"a":"x"}`}),
	)

	DescribeTable("of networks", holds,
		Entry("IPv4", search("a|cidr: 10.0.0.0/8"), []string{`{"a":"10.255.0.1"}`, `{"a":"::ffff:10.1.1.1"}`}, []string{`{"a":"11.0.0.1"}`, `{"a":"x"}`, `{"a":10}`}),
		Entry("IPv6", search("a|cidr: '2001:db8::/32'"), []string{`{"a":"2001:db8:1::5"}`, `{"a":"2001:0DB8::1"}`}, []string{`{"a":"2001:db9::1"}`, `{"a":"10.0.0.1"}`}),
		Entry("several", search("a|cidr: [10.0.0.0/8, 192.168.1.1]"), []string{`{"a":"192.168.1.1"}`}, []string{`{"a":"192.168.1.2"}`}),
	)

	DescribeTable("of encodings", holds,
		Entry("base64", search("a|base64: 'http://'"), []string{`{"a":"aHR0cDovLw=="}`}, []string{`{"a":"http://"}`}),
		Entry("base64 in the middle", search("a|base64|contains: 'foo'"), []string{`{"a":"xZm9vx"}`}, []string{`{"a":"foo"}`}),
		Entry("base64offset, at every offset", search("a|base64offset|contains: 'http://'"),
			[]string{`{"a":"aHR0cDovL2E="}`, `{"a":"eGh0dHA6Ly9h"}`, `{"a":"eHhodHRwOi8vYQ=="}`}, []string{`{"a":"http://a"}`}),
		Entry("wide and base64", search("a|wide|base64offset|contains: 'ping'"), []string{`{"a":"cABpAG4AZwA="}`, `{"a":"eHAAaQBuAGcAeA=="}`}, []string{`{"a":"cGluZw=="}`}),
		Entry("utf16le", search("a|utf16le: 'cm'"), []string{`{"a":"c\u0000m\u0000"}`}, []string{`{"a":"cm"}`}),
		Entry("utf16be", search("a|utf16be: 'cm'"), []string{`{"a":"\u0000c\u0000m"}`}, []string{`{"a":"c\u0000m\u0000"}`}),
		Entry("utf16 and base64", search("a|utf16|base64: 'cm'"), []string{`{"a":"//5jAG0A"}`}, []string{`{"a":"YwBtAA=="}`}),
		Entry("windash", search("a|windash|contains: ' -f '"),
			[]string{`{"a":"x -f y"}`, `{"a":"x /f y"}`, `{"a":"x –f y"}`, `{"a":"x —f y"}`, `{"a":"x ―f y"}`}, []string{`{"a":"x +f y"}`, `{"a":"x f y"}`}),
		Entry("windash at every place", search("a|windash|contains: '-a-b'"), []string{`{"a":"/a-b"}`, `{"a":"-a/b"}`}, []string{`{"a":"ab"}`}),
	)

	DescribeTable("of other fields", holds,
		Entry("fieldref", search("a|fieldref: b"), []string{`{"a":"X","b":"x"}`, `{"a":1,"b":1}`}, []string{`{"a":"x","b":"y"}`, `{"a":"x"}`, `{"b":"x"}`}),
		Entry("fieldref neq", search("a|fieldref|neq: b"), []string{`{"a":"x","b":"y"}`}, []string{`{"a":"x","b":"x"}`, `{"a":"x"}`}),
		Entry("fieldref startswith", search("a|fieldref|startswith: b"), []string{`{"a":"adm_x","b":"ADM"}`}, []string{`{"a":"xadm","b":"adm"}`}),
		Entry("fieldref endswith", search("a|fieldref|endswith: b"), []string{`{"a":"xadm","b":"adm"}`}, []string{`{"a":"admx","b":"adm"}`}),
		Entry("fieldref contains", search("a|fieldref|contains: b"), []string{`{"a":"xadmx","b":"adm"}`}, []string{`{"a":"a","b":"adm"}`}),
		Entry("fieldref cased", search("a|fieldref|cased: b"), []string{`{"a":"X","b":"X"}`}, []string{`{"a":"X","b":"x"}`}),
		Entry("fieldref by size", search("a|gt|fieldref: b"), []string{`{"a":10,"b":9}`}, []string{`{"a":9,"b":10}`, `{"a":"x","b":1}`}),
		Entry("a value with a wildcard is itself", search("a|fieldref: b"), []string{`{"a":"*","b":"*"}`}, []string{`{"a":"x","b":"*"}`}),
	)

	DescribeTable("of dates", holds,
		Entry("minute", search("t|minute: 30"), []string{`{"t":"2024-05-06T07:30:00Z"}`}, []string{`{"t":"2024-05-06T07:31:00Z"}`, `{"t":"x"}`}),
		Entry("hour", search("t|hour|gte: 22"), []string{`{"t":"2024-05-06T22:30:00Z"}`, `{"t":"2024-05-06 23:00:00"}`}, []string{`{"t":"2024-05-06T21:59:59Z"}`}),
		Entry("hour in the zone as written", search("t|hour: 7"), []string{`{"t":"2024-05-06T07:30:00+09:00"}`}, []string{`{"t":"2024-05-05T22:30:00Z"}`}),
		Entry("day", search("t|day: 6"), []string{`{"t":"2024-05-06"}`, `{"t":1714953600}`, `{"t":1714953600000}`}, []string{`{"t":"2024-05-07"}`}),
		Entry("week", search("t|week: 19"), []string{`{"t":"2024-05-06"}`}, []string{`{"t":"2024-05-05"}`}),
		Entry("month", search("t|month: [4, 5]"), []string{`{"t":"2024-05-06"}`}, []string{`{"t":"2024-06-06"}`}),
		Entry("year", search("t|year|lt: 2024"), []string{`{"t":"2023-12-31"}`}, []string{`{"t":"2024-01-01"}`}),
	)
})
