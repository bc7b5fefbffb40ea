# Everything that a developer runs. Each target does its own set-up: a JDK 17+, Maven 3.8+ and make suffice.
MVN ?= mvn -B -ntp
# Maven's own libraries use what newer JVMs warn of.
QUIET := $(shell "$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -version 2>&1 | grep -qE 'version "(2[4-9]|[3-9][0-9])' && echo --sun-misc-unsafe-memory-access=allow)
export MAVEN_OPTS := $(QUIET) $(MAVEN_OPTS)
BUILT := cli/target/.built
SOURCES := $(shell find pom.xml io model traces/src traces/pom.xml simulator proof spark bench cli -name target -prune -o -type f \( -name pom.xml -o -path '*/src/main/*' \) -print 2>/dev/null)

.PHONY: help build verify verify-all test format bench corpus minimal report spark-suites mutants spec-mutants soak clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

build: $(BUILT) ## compile everything, weave Spark, no tests

$(BUILT): $(SOURCES)
	$(MVN) -q -T 2 -Dmaven.test.skip=true package
	@touch $@

verify: build ## the main job: spec, model, real store, on the same traces; one verdict a rule
	./lockstep verify $(ARGS)

verify-all: build ## the same on every version of Spark that Lockstep speaks for
	./lockstep verify --all-versions $(ARGS)

test: ## format check, static analysis and all tests
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -version 2>&1 | grep -qE 'version "(1[7-9]|2[0-4])' \
	  || echo 'The format of the sources is not checked: google-java-format needs a JDK 17 to 24.'
	$(MVN) -T 2 verify
	@touch $(BUILT)

format: ## google-java-format on all Java files
	$(MVN) -q spotless:apply

bench: build ## benchmarks, as ratios against a peer in the same run
	./lockstep bench $(ARGS)

corpus: build ## write traces/ again; the diff is to be reviewed
	./lockstep corpus

minimal: build ## find the smallest part of the corpus anew, into traces/minimal.txt; the rest of what chance made goes
	./lockstep corpus --all
	./lockstep coverage --minimise --output traces/minimal.txt $(ARGS)
	./lockstep corpus

report: build ## the HTML report of verify, at build/report/index.html, and the comparison page docs/policies.md
	./lockstep verify --all-versions --report build/report $(ARGS)
	./lockstep report

columnar: build ## cached tables in native memory on real Spark SQL: S1 to S8, faults of a cluster, TPC-H
	./lockstep columnar $(ARGS)

spark-suites: build ## Spark's own suites on storage and cached tables: stock against patched (R14), and with the native cache
	./lockstep spark-suites $(ARGS)

spec-mutants: build ## each guard and effect of the specification dropped in turn: which property notices; docs/spec-mutants.md
	./lockstep spec-mutants --page docs/spec-mutants.md $(ARGS)

mutants: build ## small changes to the store's bytecode, and whether the harness notices each
	./lockstep mutants $(ARGS)

soak: build ## 16 plain threads on a real block manager of each version, 20 seeds; a line a run
	./lockstep soak $(ARGS)

clean: ## remove all that was built
	$(MVN) -q clean
	rm -rf build
