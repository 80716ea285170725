package buildserver_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/buildserver"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

func TestBuildServer(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Build server")
}

// venue takes builds with one token.
type venue struct {
	asked []mockexchange.Command
	down  bool
}

func (v *venue) Turn(f func(now int64, e buildserver.Engine)) error {
	if v.down {
		return errors.New("down")
	}
	f(1, v)
	return nil
}

func (v *venue) Apply(_ int64, c *mockexchange.Command) (mockexchange.Result, error) {
	v.asked = append(v.asked, *c)
	switch {
	case c.Credential != access.BuildCredential(7):
		return mockexchange.Result{Code: reject.BadCredential}, nil
	case c.Label != mockexchange.RiskEngine:
		return mockexchange.Result{Code: reject.BadRequest}, nil
	}
	return mockexchange.Result{Count: 1}, nil
}

var _ = Describe("A build server", func() {
	right := access.BuildCredential(7)

	DescribeTable("makes one command of a deployment, and says what came of it",
		func(body, token string, down bool, status, commands int) {
			v := &venue{down: down}
			r := httptest.NewRequest(http.MethodPost, buildserver.Path, strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+token)
			w := httptest.NewRecorder()
			buildserver.Handler(v).ServeHTTP(w, r)
			Expect(w.Code).To(Equal(status))
			Expect(v.asked).To(HaveLen(commands))
			for _, c := range v.asked {
				Expect(c.Kind).To(Equal(mockexchange.Deploy))
				Expect(c.Source).To(BeZero(), "it is the venue's own")
			}
		},
		Entry("a build", `{"component":"risk-engine","mark":5,"silent":true}`, right.Secret(), false, 200, 1),
		Entry("a component that there is not", `{"component":"ledger"}`, right.Secret(), false, 400, 1),
		Entry("a wrong token, which the venue logs", `{"component":"risk-engine"}`, "0", false, 403, 1),
		Entry("no JSON", `risk-engine`, right.Secret(), false, 400, 0),
		Entry("more than there can be", `{"component":"`+strings.Repeat("x", 5<<10)+`"}`, right.Secret(), false, 400, 0),
		Entry("a venue that is down", `{"component":"risk-engine"}`, right.Secret(), true, 500, 0),
	)
})
