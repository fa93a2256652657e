# Names for the commands; what they do is in .ci.
.PHONY: demo test build lint bench fuzz ci

demo:  ; @.ci/demo
test:  ; @.ci/test
build: ; @.ci/build
lint:  ; @.ci/lint
bench: ; @.ci/bench
fuzz:  ; @.ci/fuzz
ci:    ; @.ci/run
