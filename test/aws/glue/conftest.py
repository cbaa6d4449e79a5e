"""A visual job over a bucket of its own, for the tests of jobs, runs, bookmarks and nodes."""

import pytest
from visual_job import VisualJob


@pytest.fixture
def job(s3, glue, bucket, name):
    return VisualJob(s3, glue, bucket, name)
