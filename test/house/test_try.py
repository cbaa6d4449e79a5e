"""TRY returns out of the middle of an expression. Where that expression is a list in braces, GCC does not destroy the values that the
list has made so far (GCC bug 66139 and its kin): each refusal would leak them. TRY's value gets a name before the list."""

import pathlib
import re

SRC = pathlib.Path(__file__).resolve().parents[2] / "src"
TEXT = re.compile(r'//[^\n]*|R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'')
VALUES = re.compile(r"(?:[=,({\w>]|\breturn)\s*$")  # what stands before braces that hold values
BLOCK = re.compile(r"(?:\belse|\bdo|\btry|\bconst|\bmutable|\boverride|\bnoexcept|->[^;{}]*|\b(?:namespace|struct|class|enum)\b[^;{}()]*)\s*$")


def without_texts(code):
    return TEXT.sub(lambda match: re.sub(r"[^\n]", "_", match.group()), code)


def braces_around(code, at):
    """Where the braces open that hold the expression at `at`, innermost first, up to its statement."""
    depth = 0
    for i in range(at - 1, -1, -1):
        if code[i] in ")]}":
            depth += 1
        elif code[i] in "([{" and depth:
            depth -= 1
        elif code[i] == "{":
            if not VALUES.search(code[:i][-200:]) or BLOCK.search(code[:i][-200:]):
                return
            yield i
        elif code[i] == ";" and not depth:
            return


def has_value_before(code, begin, end):
    depth = 0
    for char in code[begin + 1:end]:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            return True
    return False


def leaking(code):
    code = without_texts(code)
    for match in re.finditer(r"\bTRY\(", code):
        if any(has_value_before(code, begin, match.start()) for begin in braces_around(code, match.start())):
            yield code.count("\n", 0, match.start()) + 1


def test_no_list_in_braces_is_left_half_made():
    found = [f"{file.relative_to(SRC)}:{line}" for file in sorted([*SRC.rglob("*.h"), *SRC.rglob("*.cc")]) for line in leaking(file.read_text())]
    assert not found


def test_such_lists_are_found():
    assert list(leaking("Point point{.x = f(),\n .y = TRY(g())};")) == [2]
    assert list(leaking("points.push_back({f(), TRY(g())});")) == [1]
    assert list(leaking("void f() { int x = 1, y = TRY(g()); }\nPoint point{TRY(g())};\nreturn Point{h(TRY(g())), f()};")) == []
