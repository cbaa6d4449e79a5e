"""docs/compatibility/ says what models/ and the handlers say now. Whether its "tested" is true is checked at the end of a whole run, by
test/run.py: only then are all calls known."""

import compatibility
import pytest


@pytest.mark.parametrize("service", compatibility.services())
def test_the_page_of_a_service_is_current(service):
    page = (compatibility.PAGES / f"{service}.md").read_text()
    assert page == compatibility.render(service, compatibility.tested_on_page(service)), "test/run.py --write-compatibility"


def test_every_page_is_of_a_service():
    assert sorted(path.stem for path in compatibility.PAGES.glob("*.md")) == sorted([*compatibility.services(), "spark"])
