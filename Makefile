# Names for the commands; what they do is in .ci.
.PHONY: demo test build lint bench load soak fuzz ci

demo:  ; @.ci/demo
test:  ; @.ci/test
build: ; @.ci/build
lint:  ; @.ci/lint
bench: ; @.ci/bench
load:  ; @.ci/load
soak:  ; @.ci/soak
fuzz:  ; @.ci/fuzz
ci:    ; @.ci/run
