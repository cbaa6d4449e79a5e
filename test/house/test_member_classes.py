"""A member that is classed as acting (models/) is read by somebody: its C++ name occurs in the code of its service. The test sees the
name only; that the member does what AWS documents is for the specifications to show."""

import re

import compatibility
import pytest


def names_in_code(service):
    folder = compatibility.ROOT / "src/services" / service
    files = [file for file in [*folder.rglob("*.h"), *folder.rglob("*.cc")] if not file.name.endswith("_test.cc")]
    return {name for file in files for name in re.findall(r"\w+", file.read_text())}


@pytest.mark.parametrize("service", compatibility.services())
def test_every_member_that_acts_is_named_in_the_code_of_its_service(service):
    selection = compatibility.Selection(compatibility.load_model(service))
    names = names_in_code(service)
    unread = [f"{structure}.{member.name}" for structure in sorted(selection.inputs)
              for member in selection.structures[structure].members
              if member.member_class == "acts" and compatibility.snake(member.name) not in names]
    assert not unread
