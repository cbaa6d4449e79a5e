"""No two types of one namespace have one name: the linker would take either for both, and nothing would say so."""

import collections
import pathlib
import re

SRC = pathlib.Path(__file__).resolve().parents[2] / "src"
OPENS = re.compile(r"^(inline )?namespace( ([\w:]+))? \{")
CLOSES = re.compile(r"^\}  // namespace")
DEFINES = re.compile(r"^(?:class|struct|union|enum class) (\w+)(?: final)?(?: : [^{;]*)? \{")


def definitions():
    """(qualified name, file) of every type that is defined at the top of a namespace with a name."""
    for file in sorted([*SRC.rglob("*.h"), *SRC.rglob("*.cc")]):
        if file.name.endswith("_test.cc") or "testing" in file.parts:
            continue
        spaces = []
        for line in file.read_text().splitlines():
            if opened := OPENS.match(line):
                spaces.append(opened[3])
            elif CLOSES.match(line):
                spaces.pop()
            elif (defined := DEFINES.match(line)) and None not in spaces:
                yield "::".join([*spaces, defined[1]]), file.relative_to(SRC)


def test_a_type_is_defined_once():
    places = collections.defaultdict(set)
    for name, file in definitions():
        places[name].add(str(file))
    assert len(places) > 500
    assert not {name: files for name, files in places.items() if len(files) > 1}
