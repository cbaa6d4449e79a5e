"""Start, ready file, status, reset, stop."""

import os
import pathlib
import socket
import subprocess
import threading
import time

import pytest
from raw_http import Connection, ask


def run(server, *arguments):
    return subprocess.run([server.program, *arguments], capture_output=True, text=True, timeout=30)


def test_the_ready_file_names_an_endpoint_that_answers_and_goes_with_the_server(fresh_server):
    server = fresh_server()
    ready = server.scratch / "ready"
    assert ask(ready.read_text().strip(), "GET", "/_dovetail/health")[0] == 200
    assert server.stop() == 0
    assert not ready.exists()


def test_a_busy_port_is_said_so(server, tmp_path):
    port = server.endpoint.rsplit(":", 1)[1]
    second = run(server, "serve", "--listen", f"127.0.0.1:{port}", "--data", tmp_path)
    assert second.returncode == 1
    assert port in second.stderr and "Address already in use" in second.stderr


def test_a_data_folder_in_use_is_said_so(server):
    second = run(server, "serve", "--listen", "127.0.0.1:0", "--data", server.data)
    assert second.returncode == 1
    assert "in use by process" in second.stderr


@pytest.mark.parametrize("arguments, says", [
    (["serve", "--listen", "nonsense"], "ADDRESS:PORT"), (["serve", "--slots", "0"], "--slots"), (["serve", "--account", "12"], "12 digits"),
    (["serve", "--strict"], "--credentials"), (["serve", "--nothing"], "--nothing"), (["nothing"], "nothing"), ([], "Examples:")])
def test_a_wrong_command_line_is_said_so(server, arguments, says):
    wrong = run(server, *arguments)
    assert wrong.returncode in (1, 2)
    assert says in wrong.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["status", "--help"]])
def test_help_teaches_with_examples(server, arguments):
    shown = run(server, *arguments)
    assert shown.returncode == 0
    assert "Examples:\n  dovetail " in shown.stdout


def test_version(server):
    assert run(server, "--version").stdout.startswith("dovetail 0.")


def test_status_is_a_table_of_facts(server):
    shown = run(server, "status", "--endpoint", server.endpoint).stdout
    facts = dict(line.split("  ", 1) for line in shown.splitlines())
    assert facts["data folder"].strip() == str(server.data)
    assert facts["pss"].strip().endswith("MiB")
    assert len({len(line) - len(line.split("  ", 1)[1].lstrip()) for line in shown.splitlines()}) == 1, "values are aligned"


def test_status_of_no_server_says_what_to_do(server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        shown = run(server, "status", "--endpoint", f"http://127.0.0.1:{free.getsockname()[1]}")
    assert shown.returncode == 1
    assert "dovetail serve" in shown.stderr


def test_reset_is_refused_unless_allowed_at_start(server):
    assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 403


def test_reset_empties_everything(fresh_server):
    server = fresh_server("--allow-reset")
    s3, glue = server.client("s3"), server.client("glue")
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="k", Body=b"x" * 100_000)
    glue.create_database(DatabaseInput={"Name": "db"})
    assert ask(server.endpoint, "GET", "/_dovetail/reset")[0] == 405
    assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 200
    assert s3.list_buckets()["Buckets"] == []
    assert glue.get_databases()["DatabaseList"] == []
    assert not [path for path in server.data.rglob("*") if path.is_file() and path.stat().st_size == 100_000]
    s3.create_bucket(Bucket="lake")  # and it goes on
    assert server.stop() == 0


def test_reset_waits_for_an_upload_and_drops_it(fresh_server):
    server = fresh_server("--allow-reset")
    s3 = server.client("s3")
    s3.create_bucket(Bucket="lake")
    stop = threading.Event()
    outcomes = []

    def upload():
        while not stop.is_set():
            try:
                s3.put_object(Bucket="lake", Key="k", Body=b"x" * 3_000_000)
                outcomes.append("stored")
            except s3.exceptions.NoSuchBucket:
                outcomes.append("gone")

    uploading = threading.Thread(target=upload)
    uploading.start()
    while "stored" not in outcomes:
        time.sleep(0.005)
    for _ in range(5):
        assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 200
    while "gone" not in outcomes:
        time.sleep(0.005)
    stop.set()
    uploading.join()
    assert s3.list_buckets()["Buckets"] == []


def test_what_was_acknowledged_is_there_after_a_restart(fresh_server, tmp_path):
    server = fresh_server(data=tmp_path / "data")
    s3 = server.client("s3")
    s3.create_bucket(Bucket="lake")
    s3.put_object(Bucket="lake", Key="k", Body=b"kept")
    server.kill()
    again = fresh_server(data=tmp_path / "data")
    assert again.client("s3").get_object(Bucket="lake", Key="k")["Body"].read() == b"kept"


def test_sigterm_lets_a_request_end(fresh_server):
    server = fresh_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="lake")
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    with Connection(server.endpoint) as connection:
        connection.request(
            "PUT", "/lake/k", "Content-Length: 4", f"x-amz-date: {date}", "x-amz-content-sha256: UNSIGNED-PAYLOAD", "Expect: 100-continue",
            f"Authorization: AWS4-HMAC-SHA256 Credential=test/{date[:8]}/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0")
        assert connection.answer()[0] == 100
        server.process.terminate()
        connection.send("done")
        assert connection.until_closed().startswith("HTTP/1.1 200 ")
    assert server.process.wait(20) == 0


def test_an_idle_server_is_small(fresh_server):
    server = fresh_server()
    server.client("s3").list_buckets()
    rollup = pathlib.Path(f"/proc/{server.process.pid}/smaps_rollup").read_text()
    assert int(rollup.split("Pss:")[1].split()[0]) < 60 * 1024


def test_it_opens_no_file_that_a_child_would_inherit(server):
    """Workers are spawned: what is open here must not be open there."""
    inherited = []
    for entry in pathlib.Path(f"/proc/{server.process.pid}/fdinfo").iterdir():
        if int(entry.name) > 2 and not int(entry.read_text().split("flags:")[1].split()[0], 8) & os.O_CLOEXEC:
            inherited.append(os.readlink(f"/proc/{server.process.pid}/fd/{entry.name}"))
    assert inherited == []
