# make help lists the targets. Each is a thin name for a script in scripts/, which checks what it needs first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Parameters that the scripts read from the environment.
export NAME EXISTING NODES PODS_PER_NODE POD_START_DELAY REAL_NODE VARIANT AUDIT FEATURE_GATES WAIT
export JAVA_OPTS IMAGE NEW_IMAGE BAD_IMAGE REPLICAS BATCH_TIMEOUT NAMESPACE PATIENCE RECORD PLAIN
export TAG CHECK E2E SKIP_DEMO
export SEED SEEDS FROM PROCESSES THREADS CLASSES
export PODS ROUNDS WARM_UP KEEP_DOCS WORKLOADS MINUTES IDLE_MINUTES
ifdef KUBECONFIG
export KUBECONFIG
endif

with_jdk = scripts/check.sh jdk maven && . scripts/jdk.sh && mvn -B -ntp

##@ See it
.PHONY: demo down
demo: ## A release in batches, a pause, a broken image and its rollback (REPLICAS=50 IMAGE= NEW_IMAGE= BAD_IMAGE= PLAIN=1)
	@scripts/demo.sh
down: ## Stop the controllers and remove the cluster
	@scripts/stop.sh
	@scripts/cluster.sh down

##@ Cluster on this machine
.PHONY: cluster-up cluster-down kubeconfig
cluster-up: ## Start it (NODES=10 REAL_NODE=yes POD_START_DELAY=500ms PODS_PER_NODE= VARIANT= AUDIT=1 NAME=)
	@scripts/cluster.sh up
cluster-down: ## Stop and remove it
	@scripts/cluster.sh down
kubeconfig: ## Print the path of its kubeconfig: export KUBECONFIG=$(make -s kubeconfig)
	@scripts/cluster.sh kubeconfig

##@ Controllers
.PHONY: build run stop
build: ## Build the controllers when their sources changed, without tests
	@scripts/build.sh
run: build ## Start every controller that does not run yet as a local process against the cluster, and wait until it serves
	@scripts/cluster.sh ensure
	@scripts/run.sh
stop: ## Stop them and wait for their end
	@scripts/stop.sh

##@ Work on it
.PHONY: test check simulate mutate bench soak format crds images clean check-tools
test: ## Everything: format, style, unit, property, integration and end-to-end tests, in a cluster of its own named "it"
	@scripts/test.sh
check: ## Format, style and unit tests only
	@$(with_jdk) -DskipITs verify
	@scripts/check.sh go
	@test -z "$$(gofmt -l devcluster ab-switch)" && (cd devcluster && go vet ./...) && cd ab-switch && go vet ./...
simulate: ## The operator in simulated clusters (SEEDS=10000 FROM=1, or SEED=42 for the whole story of one)
	@scripts/simulate.sh
mutate: ## Change the planner in one place at a time: do its tests notice? (THREADS=2 CLASSES=plan.Wanted)
	@scripts/mutate.sh
bench: ## Pods a second against a StatefulSet and a bare client, into docs/benchmarks.md (PODS=1000,2000 ROUNDS=3 KEEP_DOCS=1)
	@scripts/bench.sh
soak: ## 200 workloads with random releases, then a look for leaks (MINUTES=20 WORKLOADS=200 IDLE_MINUTES=3 SEED=)
	@scripts/soak.sh
format: ## Format all sources
	@$(with_jdk) -q spotless:apply
	@scripts/check.sh go
	@gofmt -w devcluster ab-switch
crds: ## Write the CRDs and the reference from the types again
	@$(with_jdk) -q -pl crds test -Dcrds.write=true
images: ## A small image per controller, and ab-switch: target/images/*.tar (CHECK=1 runs it in a chroot, as root)
	@scripts/images.sh
clean: ## Remove what was built; running controllers and clusters stay
	@find . -name target -type d -not -path './.run/*' -prune -exec rm -rf {} +
check-tools: ## Say what is missing on this machine and how to get it
	@scripts/check.sh && echo "all there"

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nWith a cluster of yours: demo, run, stop and down take KUBECONFIG=path EXISTING=1.\n'
