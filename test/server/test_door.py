"""A web page that a user opens must not be able to drive the server: what is refused at its door."""

import subprocess

import pytest
from raw_http import ask


@pytest.mark.parametrize("host", ["localhost", "localhost:1", "127.0.0.1", "[::1]:4566", "LOCALHOST:4566"])
def test_a_host_of_the_loopback_is_ours_with_any_port(server, host):
    assert ask(server.endpoint, "GET", "/_dovetail/health", host=host)[0] == 200


# DNS rebinding: the page's own name is made to point at 127.0.0.1, but stays in Host.
@pytest.mark.parametrize("host", ["evil.example", "evil.example:4566", "localhost.evil.example", "0.0.0.0:4566", "127.0.0.2:1"])
def test_another_host_is_refused_and_told_what_to_use(server, host):
    status, headers, body = ask(server.endpoint, "GET", "/_dovetail/health", host=host)
    assert status == 403
    assert "http://127.0.0.1" in body


def test_a_foreign_host_is_refused_in_the_shape_of_s3(server):
    status, headers, body = ask(server.endpoint, "GET", "/bucket/key", host="evil.example")
    assert status == 403
    assert headers["content-type"] == "application/xml"
    assert "<Code>AccessDenied</Code>" in body


def test_a_foreign_host_is_refused_in_the_shape_of_glue(server):
    status, headers, body = ask(server.endpoint, "POST", "/", "X-Amz-Target: AWSGlue.GetDatabases", host="evil.example", body="{}")
    assert status == 403
    assert '"__type":"AccessDenied"' in body.replace(" ", "")


def test_the_absolute_form_cannot_smuggle_another_host(server):
    assert ask(server.endpoint, "GET", "http://evil.example/_dovetail/health")[0] == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:3000", "null"])
@pytest.mark.parametrize("target", ["/_dovetail/status", "/bucket/key"])
def test_a_foreign_origin_is_refused(server, origin, target):
    assert ask(server.endpoint, "GET", target, f"Origin: {origin}")[0] == 403


def test_our_own_origin_is_welcome(server):
    assert ask(server.endpoint, "GET", "/_dovetail/health", f"Origin: {server.endpoint}")[0] == 200


def test_two_hosts_are_one_too_many(server):
    assert ask(server.endpoint, "GET", "/_dovetail/health", "Host: localhost")[0] == 400


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0", "192.168.1.1:4566"])
def test_an_address_off_the_loopback_is_refused_at_start(server, tmp_path, address):
    started = subprocess.run([server.program, "serve", "--listen", address, "--data", tmp_path / "data"], capture_output=True, text=True)
    assert started.returncode == 1
    assert "listens on the loopback only" in started.stderr
    assert not (tmp_path / "data").exists()
