"""Start, ready file, status, reset, stop."""

import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

import pytest
from botocore.exceptions import ClientError
from raw_http import Connection, ask


def run(server, *arguments):
    return subprocess.run([server.program, *arguments], capture_output=True, text=True, timeout=30)


def wait_until(condition, limit_s=60):
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.005)


def start_upload(connection, path, length):
    """An upload by an unlisted key, whose signature is not computed; the server asks for the body."""
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    connection.request(
        "PUT", path, f"Content-Length: {length}", f"x-amz-date: {date}", "x-amz-content-sha256: UNSIGNED-PAYLOAD",
        "Expect: 100-continue", f"Authorization: AWS4-HMAC-SHA256 Credential=test/{date[:8]}/us-east-1/s3/aws4_request, "
        "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=0")
    assert connection.answer()[0] == 100


def test_the_ready_file_names_an_endpoint_that_answers_and_goes_with_the_server(fresh_server):
    server = fresh_server()
    ready = server.scratch / "ready"
    assert ask(ready.read_text().strip(), "GET", "/_dovetail/health")[0] == 200
    assert server.stop() == 0
    assert not ready.exists()


def test_a_busy_port_is_said_so_and_leaves_nothing(server, tmp_path):
    port = server.endpoint.rsplit(":", 1)[1]
    second = run(server, "serve", "--listen", f"127.0.0.1:{port}", "--data", tmp_path / "data")
    assert second.returncode == 1
    assert port in second.stderr and "Address already in use" in second.stderr
    assert not (tmp_path / "data").exists()


def test_a_data_folder_in_use_is_said_so(server):
    second = run(server, "serve", "--listen", "127.0.0.1:0", "--data", server.data)
    assert second.returncode == 1
    assert "in use by process" in second.stderr


@pytest.mark.parametrize("arguments, says", [
    (["serve", "--listen", "nonsense"], "--listen: nonsense is no listen address; write ADDRESS:PORT"),
    (["serve", "--listen", "999.1.1.1:0"], "--listen: 999.1.1.1 is no IP address; write one of the loopback, like 127.0.0.1:4566"),
    (["serve", "--listen", "127.0.0.1:99999"], "with a port from 0 to 65535"),
    (["serve", "--log-level", "loud"], "--log-level: loud is no level; write debug, info, warning or error"),
    (["serve", "--port", "99999"], "Options of `dovetail serve`: "), (["serve", "--port", "99999"], "--listen ADDRESS:PORT"), (["serve", "--slots", "0"], "--slots"), (["serve", "--memory", "12MiB"], "--memory: a run needs 256MiB at least"), (["serve", "--memory", "much"], "--memory"), (["serve", "--account", "12"], "12 digits"),
    (["serve", "--strict"], "--credentials"), (["serve", "--strict", "--credentials", "f", "--allow-reset"], "do not go together"), (["serve", "--nothing"], "--nothing"), (["nothing"], "nothing"), ([], "Examples:")])
def test_a_wrong_command_line_is_said_so(server, arguments, says):
    wrong = run(server, *arguments)
    assert wrong.returncode in (1, 2)
    assert says in wrong.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["status", "--help"], ["runs", "show", "--help"]])
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

    uploading = threading.Thread(target=upload, daemon=True)
    uploading.start()
    wait_until(lambda: "stored" in outcomes)
    for _ in range(5):
        assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 200
    wait_until(lambda: "gone" in outcomes)
    stop.set()
    uploading.join(60)
    assert not uploading.is_alive()
    assert s3.list_buckets()["Buckets"] == []


def test_reset_gives_up_where_an_upload_does_not_end(fresh_server):
    server = fresh_server("--allow-reset")
    server.client("s3").create_bucket(Bucket="lake")
    with Connection(server.endpoint) as slow:
        start_upload(slow, "/lake/k", 4)
        status, _, body = ask(server.endpoint, "POST", "/_dovetail/reset")
        assert status == 503
        assert "nothing was reset" in body
        assert server.client("s3").list_buckets()["Buckets"][0]["Name"] == "lake"  # and the others are let in again
        slow.send("done")
        assert slow.answer()[0] == 200
    assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 200


def test_after_a_reset_that_failed_it_says_so_until_one_succeeds(fresh_server):
    server = fresh_server("--allow-reset")
    s3, glue = server.client("s3"), server.client("glue")
    journal = server.data / "journal.sqlite"
    assert journal.is_file()
    journal.unlink()
    (journal / "in the way").mkdir(parents=True)
    assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 500
    assert ask(server.endpoint, "GET", "/_dovetail/health")[::2] == (503, '{"status":"failed"}\n')
    assert '"status":"failed"' in ask(server.endpoint, "GET", "/_dovetail/status")[2]
    for call in (s3.list_buckets, glue.get_databases):
        with pytest.raises(ClientError) as refused:
            call()
        assert refused.value.response["Error"]["Code"] == "ServiceUnavailable"
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 503
    (journal / "in the way").rmdir()
    assert ask(server.endpoint, "POST", "/_dovetail/reset")[0] == 200
    assert ask(server.endpoint, "GET", "/_dovetail/health")[0] == 200
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
    with Connection(server.endpoint) as connection:
        start_upload(connection, "/lake/k", 4)
        server.process.terminate()
        connection.send("done")
        assert connection.until_closed().startswith("HTTP/1.1 200 ")
    assert server.process.wait(20) == 0


def test_a_second_signal_of_either_kind_ends_it_at_once(fresh_server):
    server = fresh_server()
    server.client("s3").create_bucket(Bucket="lake")
    with Connection(server.endpoint) as slow:
        start_upload(slow, "/lake/k", 4)
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "stopping" in server.log())
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(5) == -signal.SIGINT


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
