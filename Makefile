# exdrill: `make drill` runs the first incident, `make test` runs every spec.
# Both need Go and nothing else; specs that need Docker say so and are left out
# without it, unless EXDRILL_REQUIRE_DOCKER=1.

SHELL := /bin/bash
GO ?= go
BIN := bin/exdrill
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
GINKGO := $(GO) tool ginkgo
PROCS ?= 2
PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64
RACED := ./mockexchange/operator ./mockexchange/binance ./mockexchange/journal ./attacker/wire ./attacker/cmd/... ./harness/lab
FUZZTIME ?= 30s
# REPORTS names a folder for JUnit files, as CI systems read them.
REPORTS ?=
junit = $(if $(REPORTS),--output-dir=$(REPORTS) --junit-report=$(1).xml)

# SUITE and ORDERS name what `make orders` plays, and how many times.
SUITE ?= .
ORDERS ?= 30

.PHONY: drill test orders soak bench lint fmt build dist image clean

drill: build
	@$(BIN) run zaif-api-keys-2018-01 --defence none,history,guardrails,both,oracle --seed 1

build:
	@mkdir -p bin
	@CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./harness/cmd/exdrill

# Everything but the specs in containers runs in parallel; those share one
# Docker engine and run one after the other. Each spec has a time limit of its
# own (harness/speclimit); that of the whole only ends what nobody waits for.
test:
	@.ci/docker-or-say-so
	$(GINKGO) -r -procs=$(PROCS) --randomize-all --fail-on-pending --keep-going --label-filter='!containers && !soak' --timeout=12h $(call junit,specs) .
	@if .ci/docker-answers; then \
	  $(GINKGO) -r --fail-on-pending --keep-going --label-filter='containers && !soak' --timeout=12h $(call junit,containers) ./scenarios ./harness/drill ./harness/lab/containers ./harness/defence/external; \
	fi

# Specs that leave something to the next one are found by the order in which
# they come: each number is an order, so that a red one can be had again.
orders:
	@for seed in $$(seq $(ORDERS)); do \
	  $(GINKGO) -r -procs=1 --randomize-all --seed=$$seed --keep-going --succinct --label-filter='!containers && !soak' --timeout=12h $(SUITE) || exit 1; \
	done

soak:
	EXDRILL_SOAK=1 $(GINKGO) -r --keep-going --label-filter='!containers' --timeout=48h .
	@if .ci/docker-answers; then EXDRILL_SOAK=1 $(GINKGO) -r --keep-going --label-filter='containers' --timeout=48h ./scenarios ./harness/drill ./harness/lab/containers ./harness/defence/external; fi
	@for t in $$(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u); do \
	  for f in $$(grep -hoE '^func Fuzz[A-Za-z0-9]+' $$t/*_test.go | sed 's/func //'); do \
	    $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$t || exit 1; \
	  done; \
	done

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./mockexchange/... ./harness/...

lint:
	$(GO) vet ./...
	@out=$$($(GO) tool gofumpt -l .); if [ -n "$$out" ]; then echo "not formatted by gofumpt:"; echo "$$out"; exit 1; fi
	$(GO) tool staticcheck ./...
	$(GO) test -race -count=1 $(RACED) -ginkgo.label-filter='!containers && !slow && !soak'

fmt:
	$(GO) tool gofumpt -w .

# Archives hold exdrill for the platform and the Linux programs that its
# container lab builds images of.
dist:
	@rm -rf dist && mkdir -p dist
	@for p in $(PLATFORMS); do \
	  os=$${p%/*}; arch=$${p#*/}; name=exdrill-$(VERSION)-$$os-$$arch; ext=; [ $$os = windows ] && ext=.exe; \
	  mkdir -p dist/$$name; \
	  CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/$$name/exdrill$$ext ./harness/cmd/exdrill || exit 1; \
	  for prog in mockexchange:./mockexchange/cmd/mockexchange attacker:./attacker/cmd/attacker; do \
	    CGO_ENABLED=0 GOOS=linux GOARCH=$$arch $(GO) build -trimpath -ldflags '-s -w' -o dist/$$name/$${prog%%:*}-linux-$$arch $${prog#*:} || exit 1; \
	  done; \
	  cp LICENSE README.md dist/$$name/; \
	  tar -C dist -czf dist/$$name.tar.gz $$name && rm -r dist/$$name; \
	  echo "dist/$$name.tar.gz"; \
	done
	@cd dist && sha256sum *.tar.gz > SHA256SUMS && echo dist/SHA256SUMS

# An image of exdrill alone, FROM scratch: no registry is asked for anything.
image:
	@mkdir -p dist/image
	@CGO_ENABLED=0 GOOS=linux $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o dist/image/exdrill ./harness/cmd/exdrill
	@printf 'FROM scratch\nCOPY exdrill /exdrill\nENTRYPOINT ["/exdrill"]\n' > dist/image/Dockerfile
	docker build -t exdrill:$(VERSION) dist/image

# What an interrupted container run may have left behind goes too.
clean:
	rm -rf bin dist
	@if .ci/docker-answers; then \
	  docker ps -aq --filter label=exdrill.run | xargs -r docker rm -f >/dev/null; \
	  docker network ls -q --filter label=exdrill.run | xargs -r docker network rm >/dev/null; \
	  docker images -q --filter label=exdrill.image | sort -u | xargs -r docker rmi -f >/dev/null; \
	fi
