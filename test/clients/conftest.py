"""Libraries above boto3, as their users call them: the environment says where the server is, as a shell's would."""

import os

import pytest


@pytest.fixture(autouse=True)
def environment(server, monkeypatch):
    settings = {"AWS_ENDPOINT_URL": server.endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def database(glue, name):
    database = name.replace("-", "_")
    glue.create_database(DatabaseInput={"Name": database})
    return database
