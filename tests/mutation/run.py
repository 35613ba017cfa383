#!/usr/bin/env python3
"""Are the tests of include/rung/core and retail any good? Changes one operator of a header at a time, builds the tests
with it and runs them. A change that no test notices has survived: a test is missing, or the change means the
same, and then it stands in survivors.txt with the reason.

    tests/mutation/run.py                        all headers of both (a quarter of an hour on two cores)
    tests/mutation/run.py core/judge core/time   these headers
    tests/mutation/run.py --sample 40 --seed 1   so many of all, drawn with this seed: what CI does

Needs g++, Catch2 and rapidcheck like the tests, and Python 3 without packages. Works in build/mutation.
Ends with 1 if a mutant survived that is not listed, or an entry of the list is out of date.

All mutants are built at once: each operator becomes `rung_mutation::on(n) ? changed : original`, and n is
chosen when the tests are run. In constant evaluation nothing is chosen, so what the run does not notice is built
by itself for the static assertions, which most tests of core are. There a mutant that does not compile is killed
if the first error is a constant evaluation, and invalid if it is anything else, a type for instance.
"""

import argparse
import collections
import concurrent.futures
import functools
import os
import pathlib
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutation"
LISTED = ROOT / "tests" / "mutation" / "survivors.txt"
CXX = os.environ.get("CXX", "g++")
FLAGS = ["-std=c++20", "-O0", "-w", "-D_GLIBCXX_ASSERTIONS", "-fmax-errors=1", "-fconstexpr-ops-limit=20000000"]

# ---------------------------------------------------------------------------------------------- mutants

TOKEN = re.compile(r"""
    (?P<skip>  \s+ | //[^\n]* | /\*.*?\*/ )
  | (?P<text>  (?:u8|[uUL])?R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)" | (?:u8|[uUL])?"(?:\\.|[^"\\\n])*"
             | (?:u8|[uUL])?'(?:\\.|[^'\\\n])+' )
  | (?P<line>  ^[ \t]*\#(?:\\\n|[^\n])* )
  | (?P<word>  [A-Za-z_]\w* )
  | (?P<number>\.?\d(?:[eEpP][+-]|'\w|[\w.])* )
  | (?P<op>    <=>|<<=|>>=|\.\.\.|->\*|->|::|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|[-+*/%&|^]=|[^\w\s] )
""", re.X | re.S | re.M)

BINARY = {
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"],
}


def tokens_of(source):
    # The directive's pattern comes before white space is eaten: it needs the beginning of its line.
    at = 0
    while at < len(source):
        m = re.compile(r"[ \t]*#(?:\\\n|[^\n])*").match(source, at) if at == 0 or source[at - 1] == "\n" else None
        if m:
            at = m.end()
            continue
        m = TOKEN.match(source, at)
        kind = m.lastgroup if m.lastgroup != "mark" else "text"
        if kind != "skip":
            yield kind, m.group(), m.start()
            at = m.end()
        elif "\n" in m.group() and not m.group().startswith("/"):
            at = m.start() + m.group().index("\n") + 1
        else:
            at = m.end()


def balanced(tokens, i, opening, closing):
    """The index after the bracket that closes the one at i."""
    depth = 0
    while i < len(tokens):
        depth += tokens[i][1].count(opening) - tokens[i][1].count(closing)
        i += 1
        if depth <= 0:
            break
    return i


def declarations(tokens):
    """Indices of tokens that say no more than what is declared: template heads, constraints, concepts,
    static assertions, names of operators."""
    hidden = set()
    i = 0
    while i < len(tokens):
        word, start = tokens[i][1], i
        following = tokens[i + 1][1] if i + 1 < len(tokens) else ""
        if word == "template" and following == "<":
            i = balanced(tokens, i + 1, "<", ">")
        elif word in ("requires", "noexcept") and following == "(":
            i = balanced(tokens, i + 1, "(", ")")
        elif word in ("concept", "static_assert"):
            depth = 0
            while tokens[i][1] != ";" or depth > 0:
                depth += (tokens[i][1] == "{") - (tokens[i][1] == "}")
                i += 1
        elif word == "operator":
            i += 2
        else:
            i += 1
            continue
        hidden.update(range(start, i))
    return hidden


# Needed to make the elements of constant initializer lists (tests/retail/retail.cpp), for which g++ 12 does not
# say that it evaluates a constant; money is read at compile time alone. They are small, and so are their tests.
NO_CHOICE = {"core/calendar.hpp", "core/money.hpp", "core/number.hpp", "core/time.hpp"}


class Mutant:
    def __init__(self, header, source, begin, end, new, span):
        self.header = header
        self.number = 0
        first, last = source.rfind("\n", 0, begin) + 1, source.find("\n", end)
        self.before = source[first:last].strip()
        self.whole = span  # the expression that it changes...
        self.changed = source[span[0]:begin] + new + source[end:span[1]]  # ...into this
        # g++ 12 takes what a choice between ++x and --x is another name of for a temporary.
        self.switched = new not in ("++", "--") and header not in NO_CHOICE
        self.source = source[:begin] + new + source[end:]
        self.line = source.count("\n", 0, begin) + 1
        self.last_line = source.count("\n", 0, span[1]) + 1
        self.after = (source[first:begin] + new + source[end:last]).strip()
        self.verdict = None
        self.by = ""

    def key(self):
        return self.header, self.before, self.after


PRECEDENCE = {"||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, "<=": 7, ">": 7, ">=": 7,
              "<=>": 8, "<<": 9, ">>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "%": 11}


class Header:
    """The tokens of a header, and where its expressions begin and end."""

    def __init__(self, name):
        self.name = name
        self.source = (ROOT / "include" / "rung" / name).read_text()
        self.tokens = list(tokens_of(self.source))

    def word(self, i):
        return self.tokens[i][1] if 0 <= i < len(self.tokens) else ""

    def end(self, i):
        return self.tokens[i][2] + len(self.tokens[i][1])

    def spaced(self, i):
        # clang-format sets a binary operator between spaces, and the brackets and references of types not.
        return self.source[self.tokens[i][2] - 1].isspace() and self.source[self.end(i)].isspace()

    def bracket(self, i):
        """1 where one opens, -1 where one closes."""
        word = self.word(i)
        if word in ("(", "[", "{") or word == "<" and not self.spaced(i):
            return 1
        if word in (")", "]", "}") or word == ">" and not self.spaced(i):
            return -1
        return -2 if word == ">>" and not self.spaced(i) else 0

    def ends(self, i, precedence):
        """Whether an operand of such an operator can't go on over this token."""
        word = self.word(i)
        if word in (",", ";", "?", ":", "return", "case") or word == "=" or re.fullmatch(r"[-+*/%&|^]=|<<=|>>=", word):
            return True
        return word in PRECEDENCE and self.spaced(i) and PRECEDENCE[word] <= precedence

    def span(self, i):
        """The expression that a binary operator makes of its operands."""
        precedence, depth, left, right = PRECEDENCE[self.word(i)], 0, i, i
        while True:
            depth -= self.bracket(left - 1)
            if depth < 0 or depth == 0 and self.ends(left - 1, precedence - 1):
                break
            left -= 1
        depth = 0
        while True:
            depth += self.bracket(right + 1)
            if depth < 0 or depth == 0 and self.ends(right + 1, precedence):
                break
            right += 1
        return self.tokens[left][2], self.end(right)

    def unary(self, i):
        """The expression that a prefix operator makes of its operand."""
        last = i + 1
        while self.word(last) in ("!", "~", "*", "&", "++", "--"):
            last += 1
        while True:
            if self.bracket(last) > 0:
                depth = 0
                while True:
                    depth += self.bracket(last)
                    if depth == 0:
                        break
                    last += 1
            following = last + 1
            if self.word(following) in (".", "->", "::"):
                last = following + 1
            elif self.bracket(following) > 0 and self.tokens[following][2] == self.end(last):
                last = following
            else:
                return self.tokens[i][2], self.end(last)

    def mutants(self):
        tokens, source = self.tokens, self.source
        hidden = declarations(tokens)
        loops = {j for i, t in enumerate(tokens) if t[1] == "for" for j in range(i, balanced(tokens, i + 1, "(", ")"))}
        for i, (kind, word, at) in enumerate(tokens):
            if kind != "op" or i in hidden:
                continue
            end = self.end(i)
            if word in BINARY and self.spaced(i):
                # A loop turned round fails at once; one round more or less is the question.
                for new in BINARY[word][: 1 if i in loops else 2]:
                    yield Mutant(self.name, source, at, end, new, self.span(i))
            elif word in "+-" and self.spaced(i) and re.fullmatch(r"1[uUlL]*", self.word(i + 1)):
                one = tokens[i + 1][2]
                yield Mutant(self.name, source, one, one + 1, "0", (one, self.end(i + 1)))
            elif word in ("++", "--") and i not in loops:
                yield Mutant(self.name, source, at, end, "--" if word == "++" else "++", self.unary(i))
            elif word in "!~" and not source[end].isspace():
                yield Mutant(self.name, source, at, end, "", self.unary(i))


SWITCH = """
#include <cstdlib>
#include <type_traits>
namespace rung_mutation {
inline int const chosen = [] {
    auto const n = std::getenv("RUNG_MUTANT");
    return n ? std::atoi(n) : -1;
}();
constexpr bool on(int n) noexcept { return !std::is_constant_evaluated() && chosen == n; }
}  // namespace rung_mutation
"""


def with_switches(source, mutants):
    """The header with all of these mutants in it, each to be switched on by its number. Lines stay lines."""
    groups = {}
    for m in mutants:
        groups.setdefault(m.whole, []).append(m)
    spans = sorted(groups, key=lambda s: (s[0], -s[1]))

    def render(begin, end, inner):
        out, at = "", begin
        while inner:
            (first, last), rest = inner[0], inner[1:]
            own = [s for s in rest if s[1] <= last]
            inner = [s for s in rest if s[1] > last]
            out += source[at:first] + "("
            for m in groups[first, last]:
                changed = re.sub(r"//[^\n]*", "", m.changed).replace("\n", " ")
                cast = ""
                if source[first] == "!" and changed == source[first + 1:last]:
                    cast = "static_cast<bool>"
                out += f"rung_mutation::on({m.number}) ? {cast}({changed}) : "
            out += "(" + render(first, last, own) + "))"
            at = last
        return out + source[at:end]

    return render(0, len(source), spans)


# ------------------------------------------------------------------------------------------------ tests

# What tests a header in the first place: tried before everything else, to be done sooner.
FIRST = {
    "core/adoption": ["core/adoption"], "core/calendar": ["core/calendar"], "core/client": ["core/lifecycle"],
    "core/condition": ["core/rule"], "core/decision": ["core/decision"], "core/defect": ["core/ladder"],
    "core/explain": ["core/explain"], "core/judge": ["core/lifecycle"], "core/ladder": ["core/ladder"],
    "core/ladder_builder": ["core/ladder"], "core/ladder_table": ["core/ladder"],
    "core/language": ["core/language"], "core/lifecycle": ["core/lifecycle"], "core/list": ["core/list"],
    "core/measure": ["core/measure", "core/explain_properties"], "core/money": ["core/money"],
    "core/number": ["core/money", "core/time"], "core/occasion": ["core/lifecycle"],
    "core/policy": ["core/policy"], "core/result": ["core/ladder"], "core/rule": ["core/rule"],
    "core/schema": ["core/rule"], "core/stage": ["core/ladder"], "core/term": ["core/rule"],
    "core/time": ["core/time"], "core/transition": ["core/transition"], "retail/event": ["retail/retail"],
    "retail/retail": ["core/rule"], "retail/schema": ["retail/retail"],
}
# Then everything of core, and what reads most of it: several files in one translation unit, each in a namespace of
# its own (its headers are included before). What counts calls of operator new can't be among them; what adds to a
# namespace of a header stands outside.
ALONE = {"core/random_worlds_properties"}
LEFT_OUT = {"core/allocation", "ladders/run_time"}


def test_units():
    def found(room, properties):
        names = sorted(f"{room}/{p.stem}" for p in (ROOT / "tests" / room).glob("*.cpp"))
        return [n for n in names if n.endswith("_properties") == properties and n not in LEFT_OUT]

    return {
        "units": found("core", False) + found("retail", False),
        "properties": found("core", True) + found("retail", True),
        "readers": ["base/client_base", "base/decisions_properties", "base/history", "insight/compare",
                    "ladders/advise", "report/explain"],
    }


def write_unit(path, names):
    includes, bodies = [], []
    for name in sorted(names, key=lambda n: (n not in ALONE, n)):
        source = ROOT / "tests" / (name + ".cpp")
        for line in re.findall(r'^#include .*', source.read_text(), re.M):
            own = re.match(r'#include "(.*)"', line)
            if own and (source.parent / own[1]).exists():
                line = f'#include "{name.split("/")[0]}/{own[1]}"'
            if line not in includes:
                includes.append(line)
        body = f'#include "{name}.cpp"'
        space = re.sub(r"\W", "_", name)
        bodies.append(body if name in ALONE or len(names) == 1 else f"namespace {space} {{\n{body}\n}}")
    path.write_text("\n".join(includes + bodies) + "\n")


# --------------------------------------------------------------------------------------------- building


def call(command, seconds, env=None):
    """Exit status, output and seconds of the processor; what takes too many of them, or memory, has failed."""
    limited = ["sh", "-c", f'ulimit -v 6000000; ulimit -t {int(seconds) + 1}; exec "$@"', "sh", *map(str, command)]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(limited, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=ROOT,
                                   env={**os.environ, "LC_ALL": "C", **(env or {})})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode(errors="replace")
    return process.returncode, said, usage.ru_utime + usage.ru_stime


def must(command):
    status, said, _ = call(command, 600)
    if status != 0:
        raise RuntimeError(f"{said}\nfailed: {' '.join(map(str, command))}")


class Tests:
    """The tests against the headers as they are, and what they need again and again."""

    def __init__(self, verbose, pool):
        self.includes = {}  # test -> headers that it looks into
        self.seconds = {}   # test -> to build it, to run it
        self.locks = collections.defaultdict(threading.Lock)
        self.verbose = verbose
        self.units = test_units()
        WORK.mkdir(parents=True, exist_ok=True)
        common = WORK / "common.hpp"
        texts = [p.read_text() for p in [*(ROOT / "tests").glob("*/*.[ch]pp"), *(ROOT / "include").rglob("*.hpp")]]
        standard = sorted(set(re.findall(r"^#include <[a-z_]+>", "\n".join(texts), re.M)))
        common.write_text("\n".join(['#include "catch.hpp"', *standard, "#include <rapidcheck.h>", SWITCH]))
        shared = os.environ.get("RUNG_SHARED_DIR", ROOT.parent / "shared")
        self.flags = [*FLAGS, f"-I{ROOT}/include", f"-I{ROOT}/tests",
                      f'-DRUNG_SHARED_DIR="{shared}"', f'-DRUNG_SOURCE_DIR="{ROOT}"']
        jobs = [[CXX, *self.flags, "-x", "c++-header", common, "-o", f"{common}.gch"]]
        self.main, self.libraries = WORK / "main.o", ["-lrapidcheck"]
        if pathlib.Path("/usr/include/catch2/catch_all.hpp").exists():
            self.main = "-lCatch2Main"  # Catch2 3 brings a main of its own
            self.libraries.append("-lCatch2")
        else:
            jobs.append([CXX, *self.flags, "-c", ROOT / "tests" / "main.cpp", "-o", self.main])
        list(pool.map(must, jobs))

    def source(self, test):
        path = WORK / (test.replace("/", "_") + ".cpp")
        if not path.exists():
            write_unit(path, self.units.get(test, [test]))
        return path

    def build(self, test, overlay, binary, extra=()):
        limit = max(60, 10 * self.seconds.get(test, (60, 0))[0])
        status, said, used = call([CXX, f"-I{overlay}", *self.flags, "-include", WORK / "common.hpp", "-c",
                                   self.source(test), "-o", f"{binary}.o", *extra], limit)
        if status == 0:
            must([CXX, f"{binary}.o", self.main, *self.libraries, "-o", binary])
        return status, said, used

    def run(self, test, binary, number=0):
        limit = 3 * self.seconds.get(test, (0, 100))[1] + 1
        # Always the same random cases, and no time spent on making a failure small.
        return call([binary, "--abort"], limit,
                    {"RC_PARAMS": "seed=1 max_success=20 noshrink=1", "RUNG_MUTANT": str(number)})

    def learn(self, test):
        """Builds and runs a test as it is: it has to pass."""
        binary = WORK / test.replace("/", "_")
        status, said, building = self.build(test, WORK, binary, ["-MMD", "-MF", f"{binary}.d"])
        if status == 0:
            status, said, running = self.run(test, binary)
        if status != 0:
            raise RuntimeError(f"{said}\nunchanged headers, and it fails: {test}")
        deps = pathlib.Path(f"{binary}.d").read_text()
        self.includes[test] = set(re.findall(r"include/rung/(\S+\.hpp)", deps))
        self.seconds[test] = (building, running)
        if self.verbose:
            print(f"{test}: {building:.1f} s to build, {running:.1f} s to run", flush=True)

    def order_for(self, header, switched):
        first = FIRST.get(header.removesuffix(".hpp"), [])
        last = list(self.units)
        if switched:  # the quick tests have been run already; their static assertions have not
            first = [t for t in first if not t.endswith("_properties")]
            last.reverse()
        for test in [*first, *last]:
            with self.locks[test]:
                if test not in self.includes:
                    self.learn(test)
            if header in self.includes[test]:
                yield test

    def build_switched(self, headers, mutants, pool):
        """All tests with all mutants in them. What does not compile with the others is left to itself."""
        overlay = WORK / "switched"

        def build(test):
            binary = overlay / test
            status, said, used = self.build(test, overlay, binary, ["-fmax-errors=100", "-MMD", "-MF", f"{binary}.d"])
            if status != 0:
                return said
            status, said, running = self.run(test, binary)
            if status != 0:
                raise RuntimeError(f"{said}\nnothing switched on, and it fails: {test}")
            deps = pathlib.Path(f"{binary}.d").read_text()
            self.includes[test] = set(re.findall(r"(?:include|switched)/rung/(\S+\.hpp)", deps))
            self.seconds[test] = (used, running)
            if self.verbose:
                print(f"{test}, switched: {used:.1f} s to build, {running:.1f} s to run", flush=True)
            return None

        failed = list(self.units)
        for test in self.units:
            self.source(test)
        while failed:
            for header in headers:
                path = overlay / "rung" / header.name
                path.parent.mkdir(parents=True, exist_ok=True)
                these = [m for m in mutants if m.header == header.name and m.switched]
                path.write_text(with_switches(header.source, these))
            said = list(pool.map(build, failed))
            failed = [t for t, s in zip(failed, said) if s is not None]
            lines = set(re.findall(r"switched/rung/(\S+\.hpp):(\d+):\d+: error:", "\n".join(s or "" for s in said)))
            out = [m for m in mutants if m.switched and any(
                (m.header, str(n)) in lines for n in range(m.line, m.last_line + 1))]
            if self.verbose and out:
                print(f"to be built alone: {len(out)} mutants of {', '.join(sorted(f'{h}:{n}' for h, n in lines))}")
            if failed and not out:
                raise RuntimeError("\n".join(s or "" for s in said))
            for m in out:
                m.switched = False


CONSTANT = re.compile(r"static assertion failed|non-constant condition for static assertion|"
                      r"constant expression|call to non-'constexpr' function|'constexpr' (loop|evaluation)|"
                      r"exceeds? (limit|maximum)|outside the bounds|dereferencing a null pointer|"
                      r"a constant|is not constant|overflow|shift expression")


def runs(mutant, tests, test, binary, how=""):
    """Whether the tests pass with it."""
    status, said, _ = tests.run(test, binary, mutant.number)
    if status != 0:
        failed = re.search(r"^.*(?:FAILED|Falsifiable).*$", said, re.M)
        mutant.verdict, mutant.by = "killed", f"{test}{how}: {failed[0] if failed else status}"
    return status == 0


def switched_on(mutant, tests):
    """The quick tests first; the properties later, when there is no cheaper way."""
    return mutant.header not in tests.includes["units"] or runs(
        mutant, tests, "units", WORK / "switched" / "units", ", switched")


def built_alone(mutant, tests, overlay):
    path = overlay / "rung" / mutant.header
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(mutant.source)
    try:
        for test in tests.order_for(mutant.header, mutant.switched):
            if mutant.switched and test != "units" and test in tests.units:
                if not runs(mutant, tests, test, WORK / "switched" / test, ", switched"):
                    return
                continue
            status, said, _ = tests.build(test, overlay, overlay / "test")
            if status != 0:
                error = next((line for line in said.splitlines() if " error: " in line), said.strip()[-200:])
                killed = status < 0 or CONSTANT.search(error)
                mutant.verdict, mutant.by = ("killed" if killed else "invalid"), f"{test}: {error}"
                return
            if not runs(mutant, tests, test, overlay / "test"):
                return
        mutant.verdict = "survived"
    finally:
        path.unlink()


# ------------------------------------------------------------------------------------------------- list


def read_list():
    """header, a line "- before", a line "+ after", and the reason in as many lines as it takes."""
    entries = {}
    if not LISTED.exists():
        return entries
    for block in re.split(r"\n\s*\n", LISTED.read_text()):
        lines = [line.strip() for line in block.strip().splitlines() if not line.startswith("#")]
        if not lines:
            continue
        if len(lines) < 4 or not lines[1].startswith("- ") or not lines[2].startswith("+ "):
            sys.exit(f"{LISTED.name}: header, '- before', '+ after' and a reason, please:\n{block}")
        entries[lines[0], lines[1][2:], lines[2][2:]] = " ".join(lines[3:])
    gone = [f"{header}: {before}" for header, before, _ in entries if before not in lines_of(header)]
    if gone:
        sys.exit(f"{LISTED.name}: no header has these lines any more:\n" + "\n".join(gone))
    return entries


@functools.cache
def lines_of(header):
    path = ROOT / "include" / "rung" / header
    return {line.strip() for line in path.read_text().splitlines()} if path.exists() else set()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("headers", nargs="*", help="names in include/rung, such as core/judge; none: all of core and retail")
    options.add_argument("--sample", type=int, help="so many mutants, none of them listed")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--line", type=int, help="the mutants of this line alone")
    options.add_argument("--unlisted", action="store_true", help="leave out what is listed")
    options.add_argument("--count", action="store_true", help="only say what there would be to do, and what is listed and no longer there")
    options.add_argument("--verbose", action="store_true", help="say what killed each")
    given = options.parse_args()

    names = [h.removesuffix(".hpp") + ".hpp" for h in given.headers] or sorted(
        f"{room}/{p.name}" for room in ("core", "retail") for p in (ROOT / "include" / "rung" / room).glob("*.hpp"))
    headers = [Header(n) for n in names]
    everything = [m for h in headers for m in h.mutants()]
    for number, m in enumerate(everything):
        m.number = number + 1
    listed = {k: why for k, why in read_list().items() if k[0] in names}
    lost = set(listed) - {m.key() for m in everything}
    chosen = [m for m in everything if given.line in (None, m.line)]
    if given.sample is not None or given.unlisted:
        chosen = [m for m in chosen if m.key() not in listed]
    if given.sample is not None and given.sample < len(chosen):
        chosen = sorted(random.Random(given.seed).sample(chosen, given.sample), key=lambda m: (m.header, m.line))

    def tell_lost():
        for header, before, after in sorted(lost):
            print(f"\nlisted in survivors.txt, and there is no such line or change: {header}\n"
                  f"    - {before}\n    + {after}")

    if given.count:
        for header in names:
            print(f"{header:28} {sum(m.header == header for m in chosen):4}")
        print(f"{'total':28} {len(chosen):4}")
        tell_lost()
        return 1 if lost else 0

    started = time.monotonic()
    if WORK.exists():
        shutil.rmtree(WORK)
    workers = queue.SimpleQueue()
    for i in range(given.jobs):
        workers.put(i)

    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        tests = Tests(given.verbose, pool)
        tests.build_switched(headers, chosen, pool)
        def tell(mutant):
            if given.verbose:
                print(f"{mutant.verdict or 'passed':8} {mutant.header}:{mutant.line}: {mutant.after}\n"
                      f"             {mutant.by}", flush=True)

        def first(mutant):
            switched_on(mutant, tests)
            tell(mutant)

        def second(mutant):
            worker = workers.get()
            try:
                built_alone(mutant, tests, WORK / f"worker{worker}")
            finally:
                workers.put(worker)
            tell(mutant)

        list(pool.map(first, [m for m in chosen if m.switched]))
        list(pool.map(second, [m for m in chosen if m.verdict is None]))

    survived = {m.key() for m in chosen if m.verdict == "survived"}
    noticed = {m.key() for m in chosen if m.verdict != "survived"} - survived
    new = [m for m in chosen if m.verdict == "survived" and m.key() not in listed]

    print(f"{'':28} killed survived (listed) invalid")
    for header in [*names, "total"]:
        these = [m for m in chosen if header in (m.header, "total")]
        if not these:
            continue
        count = {v: sum(m.verdict == v for m in these) for v in ("killed", "survived", "invalid")}
        known = sum(m.verdict == "survived" and m.key() in listed for m in these)
        print(f"{header:28} {count['killed']:6} {count['survived']:8} {known:8} {count['invalid']:7}")
    print(f"{time.monotonic() - started:.0f} s")
    for m in new:
        print(f"\nsurvived: include/rung/{m.header}:{m.line}\n    - {m.before}\n    + {m.after}")
    tell_lost()
    for header, before, after in sorted(noticed & set(listed)):
        print(f"\nlisted in survivors.txt, and a test notices it now: {header}\n    - {before}\n    + {after}")
    return 1 if new or lost or noticed & set(listed) else 0


if __name__ == "__main__":
    sys.exit(main())
