# heapledger. `make` builds build/heapledger; `make help` lists the rest.
# BUILD moves the output, MODE=sanitize|thread|small chooses another build beside the usual one,
# V=1 shows the commands, PREFIX and DESTDIR say where to install.

MODE    ?= release
BUILD   ?= $(if $(filter release,$(MODE)),build,build/$(MODE))
PREFIX  ?= /usr/local
CC      := gcc
MAKEFLAGS += -j$(shell nproc)
QUIET   := $(if $(V),,@)
GRAMMAR := node_modules/tree-sitter-python/src
MEMLAB  := node_modules/@memlab/heap-analysis/package.json
PACKAGES := gcc make valgrind pkg-config sqlite3 libsqlite3-dev libedit-dev libcmocka-dev \
            libtree-sitter-dev libzstd-dev libgmp-dev libpcre2-dev zlib1g-dev libssl-dev libb2-dev libunistring-dev libexpat1-dev nodejs npm python3

OPTIMIZE          := -O2 -g
MODE_FLAGS_release  :=
MODE_FLAGS_sanitize := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
MODE_FLAGS_thread   := -fsanitize=thread
MODE_FLAGS_small    := -DSMALL_LIMITS
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS   := -std=gnu17 $(OPTIMIZE) $(WARNINGS) $(MODE_FLAGS_$(MODE)) -fPIC -fvisibility=hidden \
            -ftls-model=initial-exec -pthread -D_GNU_SOURCE -I. -MMD -MP
LDFLAGS  := $(MODE_FLAGS_$(MODE)) -pthread
LDLIBS   := -ltree-sitter -lpcre2-8 -lpcre2-16 -lpcre2-32 -lsqlite3 -ledit -lzstd -lgmp -lz -lcrypto -lb2 -lunistring -lexpat -lm

sources = $(sort $(foreach folder,$(1),$(wildcard $(folder)/*.c)))
objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))

BASE     := $(call objects,$(call sources,base))
RECORDER := $(call objects,$(call sources,recorder recorder/format)) $(BUILD)/gen/schema.o
RUNTIME  := $(call objects,$(call sources,runtime runtime/core runtime/types runtime/python runtime/modules)) \
            $(BUILD)/gen/library.o $(BUILD)/grammar/parser.o $(BUILD)/grammar/scanner.o
QUERIES  := $(call objects,$(filter-out queries/engine/extension.c,$(call sources,queries/engine))) $(BUILD)/gen/queries.o
CLI      := $(call objects,$(call sources,cli))
TESTS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))
FAULTS   := $(patsubst tests/fault/%.c,$(BUILD)/tests/fault/%,$(filter-out tests/fault/fault.c,$(wildcard tests/fault/*.c)))
QUERY_FILES   := $(sort $(wildcard queries/*.sql queries/checks/*.sql))
LIBRARY_FILES := $(sort $(wildcard runtime/lib/*.py runtime/lib/*/*.py))

.PHONY: all help demo test check unit faults bench deps install format tidy sanitize threads small clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/heapledger $(BUILD)/heapledger.so ## the program and the extension (the default)

help: ## this list
	@sed -n -e 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10
	@sed -n '2,3s/^# //p' Makefile

# A missing tool or header is installed once; the stamp keeps later builds off the network.
deps: build/deps.stamp $(GRAMMAR)/parser.c ## install what is missing (Debian packages, the grammar from npm)
build/deps.stamp: tools/install-packages.sh
	tools/install-packages.sh $(PACKAGES)
	@mkdir -p $(@D) && touch $@

$(GRAMMAR)/parser.c $(GRAMMAR)/scanner.c &: package-lock.json | build/deps.stamp
	npm ci --omit=dev --ignore-scripts --no-audit --no-fund
	@touch $(GRAMMAR)/parser.c $(GRAMMAR)/scanner.c

# What one test compares with (96 MB); where npm cannot get it, that test says that it is skipped.
$(MEMLAB): package-lock.json | $(GRAMMAR)/parser.c
	npm install --no-save --ignore-scripts --no-audit --no-fund > /dev/null && touch $@ || echo "no memlab: its test is skipped"

$(BUILD)/obj/%.o: %.c | build/deps.stamp
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC  $<")
	$(QUIET)$(CC) $(CFLAGS) -c $< -o $@

$(BUILD)/grammar/%.o: $(GRAMMAR)/%.c
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC  $<")
	$(QUIET)$(CC) -std=c11 $(OPTIMIZE) -fPIC -w -I$(GRAMMAR) -c $< -o $@

$(BUILD)/gen/schema.c: schema.sql tools/embed.sh
	@mkdir -p $(@D)
	$(QUIET)tools/embed.sh embedded_schema schema.sql > $@
$(BUILD)/gen/queries.c: $(QUERY_FILES) tools/embed.sh
	@mkdir -p $(@D)
	$(QUIET)tools/embed.sh embedded_queries $(QUERY_FILES) > $@
$(BUILD)/gen/library.c: $(LIBRARY_FILES) tools/embed.sh
	@mkdir -p $(@D)
	$(QUIET)tools/embed.sh embedded_library $(LIBRARY_FILES) > $@
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c | build/deps.stamp
	$(QUIET)$(CC) $(CFLAGS) -c $< -o $@

$(BUILD)/libbase.a: $(BASE)
$(BUILD)/librecorder.a: $(RECORDER)
$(BUILD)/libruntime.a: $(RUNTIME)
$(BUILD)/libqueries.a: $(QUERIES)
$(BUILD)/%.a:
	@rm -f $@
	@ar rcs $@ $^

LIBRARIES := $(BUILD)/libqueries.a $(BUILD)/libruntime.a $(BUILD)/librecorder.a $(BUILD)/libbase.a

$(BUILD)/heapledger: $(CLI) $(LIBRARIES)
	$(if $(V),,@echo "  LD  $@")
	$(QUIET)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/heapledger.so: $(BUILD)/obj/queries/engine/extension.o $(BUILD)/libqueries.a $(BUILD)/librecorder.a $(BUILD)/libbase.a
	$(if $(V),,@echo "  LD  $@")
	$(QUIET)$(CC) $(LDFLAGS) -shared -o $@ $^ -lsqlite3 -lzstd -lm

$(BUILD)/tests/%: $(BUILD)/obj/tests/unit/%.o $(LIBRARIES)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LD  $@")
	$(QUIET)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(BUILD)/tests/fault/%: $(BUILD)/obj/tests/fault/%.o $(BUILD)/obj/tests/fault/fault.o $(LIBRARIES)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  LD  $@")
	$(QUIET)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

unit: $(TESTS) ## build the unit tests

faults: $(FAULTS) ## build the tests that make memory and files fail

demo: all ## record examples/leaky_cache.py and answer the three questions
	@tools/demo.sh $(BUILD)/heapledger

test: all unit faults check $(MEMLAB) ## every test
	@tests/run $(BUILD)

check: ## the layers of the house, and that every header compiles alone
	@tools/check-layers.sh

bench: all ## speed, each as a ratio to a baseline in the same run
	@bench/run $(BUILD)

sanitize: ## every test under the address and undefined behaviour sanitizers
	$(MAKE) MODE=sanitize test

threads: ## unit and fault tests under ThreadSanitizer
	$(MAKE) MODE=thread all unit faults
	tests/run $(BUILD)/thread unit fault

small: ## what the limits can change, with such small ones that all of it happens at once (the whole: MODE=small test)
	$(MAKE) MODE=small all unit
	tests/run $(BUILD)/small unit programs random referrers traces

install: all ## the program, its manual page, the extension, the libraries (PREFIX=/usr/local)
	tools/install.sh $(BUILD) $(DESTDIR)$(PREFIX)

format: ## lay out every C file
	git ls-files '*.c' '*.h' | xargs clang-format -i

tidy: deps ## clang-tidy
	git ls-files '*.c' | xargs clang-tidy --quiet -- $(filter-out -Werror,$(CFLAGS))

clean: ## remove what was built
	rm -rf build

-include $(patsubst %.o,%.d,$(BASE) $(RECORDER) $(RUNTIME) $(QUERIES) $(CLI)) $(patsubst $(BUILD)/tests/%,$(BUILD)/obj/tests/unit/%.d,$(TESTS)) $(wildcard $(BUILD)/obj/tests/fault/*.d)
