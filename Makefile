# The ways in. `make serve` and `make test` are all a new machine needs.

SWIFT ?= swift
HOST ?= 127.0.0.1
PORT ?= 8000
# Tests are built in release, where kernels run at their speed, with internals visible to them.
TEST_FLAGS = -c release --scratch-path .build-test -Xswiftc -enable-testing
# A folder of ONNX models with inputs and expected outputs; see Tests/TestSupport/Zoo.swift.
MANTISSA_ZOO ?= ../shared/zoo
SWIFT_SOURCES = $(shell git ls-files -co --exclude-standard -- '*.swift' ':!Sources/ONNX/Generated')
C_SOURCES = $(shell git ls-files -co --exclude-standard -- '*.c' '*.h')
# What `make fuzz` fuzzes (nothing for all there is), and how long each.
TARGET ?=
SECONDS ?= 600

.PHONY: serve run build static test test-all test-asan test-tsan fuzz neon-test conformance export-test client-tests schema-test page-test evaluation-test deploy-test image image-test lint format bench bench-instructions bench-peers bench-serving bench-http slow-test load-test scale-test plan-test curve-test spike-test sizes-test soak-test tools-test docs-test model clean help

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: build ## Install what is missing, build, serve the embedded model on 127.0.0.1:8000
	.build/release/mantissa serve --models Models --host $(HOST) --port $(PORT)

run: serve ## The same as serve

build: ## A release build: .build/release/mantissa
	@scripts/setup.sh
	$(SWIFT) build -c release --product mantissa

static: ## One static binary: .build-static/release/mantissa
	@scripts/setup.sh
	scripts/static-build.sh

test: ## Install what is missing, build once, run all tests
	@scripts/setup.sh --test
	$(SWIFT) build --build-tests $(TEST_FLAGS)
	$(SWIFT) test --skip-build $(TEST_FLAGS)

test-all: test static ## The tests, then those of a zoo (MANTISSA_ZOO=folder), of start and memory, of NEON, of instruction counts, of exported models, of clients, of openapi.yaml, of the page, of what scikit-learn says, of deploy/, of README, of load; 20 seconds of each fuzzer
	MANTISSA_TEST_ALL=1 $(SWIFT) test --skip-build $(TEST_FLAGS) --filter EmbeddedModelIdentity
	@if [ -d "$(MANTISSA_ZOO)" ]; then \
		MANTISSA_ZOO="$(abspath $(MANTISSA_ZOO))" $(SWIFT) test --skip-build $(TEST_FLAGS); \
	else \
		echo "skipped: the zoo's tests; there is no folder $(MANTISSA_ZOO), name one with MANTISSA_ZOO"; \
	fi
	scripts/check-start.sh .build-static/release/mantissa
	$(MAKE) neon-test
	$(MAKE) bench-instructions
	$(MAKE) conformance
	$(MAKE) export-test
	$(MAKE) client-tests
	$(MAKE) schema-test
	$(MAKE) page-test
	$(MAKE) evaluation-test
	scripts/deploy-test.sh .build-static/release/mantissa
	$(MAKE) docs-test
	python3 deploy/load/scale.py --mantissa .build-static/release/mantissa --rounds 1
	python3 deploy/load/spike.py --mantissa .build-static/release/mantissa
	python3 deploy/load/soak.py --mantissa .build-static/release/mantissa --minutes 2
	python3 deploy/load/plan.py check --mantissa .build-static/release/mantissa
	$(MAKE) fuzz SECONDS=20

test-asan: ## The tests under AddressSanitizer, C kernels and servers included
	@scripts/setup.sh --test
	@scripts/sanitize.sh address

test-tsan: ## The tests under ThreadSanitizer
	@scripts/setup.sh --test
	@scripts/sanitize.sh thread

fuzz: ## Fuzz what reads bytes from outside, SECONDS=600 each: make fuzz TARGET=name (scripts/fuzz.sh --list)
	@scripts/setup.sh
	@scripts/fuzz.sh --seconds $(SECONDS) $(TARGET)

neon-test: ## The NEON kernels against the scalar ones, cross-compiled, in qemu
	@scripts/setup.sh --neon
	@scripts/neon-test.sh

conformance: build ## ONNX's own test cases, and a model zoo (MANTISSA_ZOO=folder), through `mantissa run`
	@scripts/conformance.sh .build/release/mantissa

export-test: build ## What `mantissa export` writes, in onnx.checker and ONNX Runtime, and a zoo's (MANTISSA_ZOO=folder)
	@MANTISSA_ZOO="$(abspath $(MANTISSA_ZOO))" scripts/export-test.sh .build/release/mantissa

client-tests: build ## Clients from PyPI (Tests/Clients) against the server
	@scripts/client-tests.sh .build/release/mantissa

schema-test: build ## The server against its own openapi.yaml, asked by schemathesis (needs Python)
	@scripts/schema-test.sh .build/release/mantissa

evaluation-test: ## The figures that evaluation is tested against, computed anew by scikit-learn (needs Python)
	@scripts/evaluation-test.sh

page-test: build ## The page at / in headless Chromium; skipped where there is none
	@scripts/page-test.sh .build/release/mantissa

deploy-test: build ## What deploy/ holds: alerts and dashboard against a running server, compose, nginx, Kubernetes, KServe, systemd (needs Python)
	@scripts/deploy-test.sh .build/release/mantissa

docs-test: ## The commands of README, run as they are printed, in a copy (LITE0=file.onnx IMAGES=folder for all of them)
	@scripts/setup.sh --test --python
	@$(if $(LITE0),LITE0="$(LITE0)") $(if $(IMAGES),IMAGES="$(IMAGES)") python3 scripts/docs-test.py

image: ## The container image mantissa:latest, with docker or buildah: make image IMAGE=name PLATFORM=linux/arm64
	@PLATFORM="$(PLATFORM)" scripts/image.sh $(IMAGE)

image-test: ## Build the image for real with buildah, run it and ask it (as root, 10 to 30 minutes)
	@scripts/image-test.sh

lint: ## Formatting, openapi.yaml, words that do not belong here
	@scripts/setup.sh --lint
	@scripts/lint.sh

format: ## Rewrite the sources in the one format
	@$(SWIFT) format format --in-place --parallel $(SWIFT_SOURCES)
	@clang-format -i $(C_SOURCES)

bench: build ## Images per second of the embedded model
	.build/release/mantissa bench Models/efficientnet_lite0/1/model.safetensors

bench-instructions: ## Instructions of kernels and of one inference, against the committed counts; --update: scripts/bench-instructions.sh
	@scripts/setup.sh --count
	@scripts/bench-instructions.sh

bench-peers: build ## Beside ONNX Runtime and OpenVINO: make bench-peers LITE0=file.onnx IMAGES=folder; writes docs/benchmarks.md
	@scripts/bench-peers.sh $(if $(LITE0),--lite0 "$(LITE0)") $(if $(IMAGES),--images "$(IMAGES)")

bench-serving: static ## Beside FastAPI and LitServe: make bench-serving LITE0=file.onnx IMAGES=folder; writes docs/serving-benchmark.md
	@scripts/bench-serving.sh $(if $(LITE0),--lite0 "$(LITE0)") $(if $(IMAGES),--images "$(IMAGES)")

bench-http: static ## The HTTP server beside nginx, Hummingbird 2 and FastAPI (some 15 minutes); writes docs/http-benchmark.md
	@scripts/bench-http.sh

slow-test: build ## Attacks by slow clients, and 10,000 idle connections, plain and with TLS (some 5 minutes): make slow-test IMAGES=folder
	@scripts/setup.sh --load --http
	python3 deploy/load/slow.py $(if $(IMAGES),--images "$(IMAGES)")
	python3 deploy/load/idle.py
	python3 deploy/load/idle.py --tls

load-test: build ## Throughput, tail, identical answers and reloads under load (some 10 minutes): make load-test IMAGES=folder
	@scripts/setup.sh --load
	python3 deploy/load/load.py $(if $(IMAGES),--images "$(IMAGES)")
	python3 deploy/load/identical.py $(if $(IMAGES),--images "$(IMAGES)")
	python3 deploy/load/reload.py $(if $(IMAGES),--images "$(IMAGES)")

scale-test: build ## Three replicas behind nginx in network namespaces: restarts, a new model, kills (as root, a minute): make scale-test IMAGES=folder
	@scripts/setup.sh --deploy
	python3 deploy/load/scale.py $(if $(IMAGES),--images "$(IMAGES)")

plan-test: build ## The capacity planner against a server of this machine (some 6 minutes): make plan-test IMAGES=folder OUTPUT=name
	@scripts/setup.sh --load
	python3 deploy/load/plan.py check $(if $(IMAGES),--images "$(IMAGES)") $(if $(OUTPUT),--output "$(OUTPUT)")

curve-test: build ## Latency at each rate of requests, open loop (some 4 minutes): make curve-test IMAGES=folder OUTPUT=name
	@scripts/load-environment.sh deploy/load/curve.py $(if $(IMAGES),--images "$(IMAGES)") $(if $(OUTPUT),--output "$(OUTPUT)")

spike-test: build ## Three times what the server can answer, for ten seconds (a minute): make spike-test IMAGES=folder OUTPUT=name
	@scripts/setup.sh --load
	python3 deploy/load/spike.py $(if $(IMAGES),--images "$(IMAGES)") $(if $(OUTPUT),--output "$(OUTPUT)")

sizes-test: build ## Photographs of 160 to 4,000 pixels mixed (two minutes): make sizes-test IMAGES=folder OUTPUT=name
	@scripts/load-environment.sh deploy/load/sizes.py $(if $(IMAGES),--images "$(IMAGES)") $(if $(OUTPUT),--output "$(OUTPUT)")

soak-test: build ## Long load: does anything grow? make soak-test MINUTES=60 IMAGES=folder OUTPUT=name
	@scripts/setup.sh --load
	python3 deploy/load/soak.py --minutes $(or $(MINUTES),10) $(if $(IMAGES),--images "$(IMAGES)") $(if $(OUTPUT),--output "$(OUTPUT)")

tools-test: build ## The server asked by wrk, hey and locust in turn (two minutes): make tools-test IMAGES=folder OUTPUT=name
	@scripts/load-environment.sh deploy/load/tools.py $(if $(IMAGES),--images "$(IMAGES)") $(if $(OUTPUT),--output "$(OUTPUT)")

model: build ## Make the embedded model: make model ONNX=file.onnx IMAGES=folder
	@scripts/make-model.sh "$(ONNX)" "$(IMAGES)"

clean: ## Remove what builds made
	rm -rf .build .build-test .build-static .build-neon .build-asan .build-tsan .build-fuzz .build-hummingbird
