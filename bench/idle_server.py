"""An idle server: how soon it answers after exec beside `java -version`, and how much memory it holds (PSS)."""

from __future__ import annotations

import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tools"))

from localserver import LocalServer  # noqa: E402

import side_by_side  # noqa: E402
from process_tree import pss_mib  # noqa: E402

ROUNDS = 9


def first_answer() -> float:
    """From exec to the first byte of an answer, on an empty data folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = tempfile.mkdtemp(prefix="dovetail-bench-")
    began = time.perf_counter()
    server = subprocess.Popen([ROOT / "build/release/bin/dovetail", "serve", "--listen", f"127.0.0.1:{port}", "--data", data],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(f"GET /_dovetail/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
                assert client.recv(12) == b"HTTP/1.1 200"
                break
        except ConnectionRefusedError:
            time.sleep(0.0005)
    seconds = time.perf_counter() - began
    server.kill()
    server.wait()
    shutil.rmtree(data, ignore_errors=True)
    return seconds


def java_version() -> float:
    began = time.perf_counter()
    subprocess.run(["java", "-version"], capture_output=True, check=True)
    return time.perf_counter() - began


def idle_pss_mib() -> float:
    with LocalServer() as server:
        time.sleep(1)
        return pss_mib(server.process.pid)


def main() -> str:
    seconds = side_by_side.measure({"java -version": java_version, "dovetail, first answer": first_answer}, ROUNDS)
    return (side_by_side.table(f"start, {ROUNDS} interleaved rounds", seconds) +
            "\n" + side_by_side.held("idle server", idle_pss_mib(), " MiB PSS", 1, at_most=57))


if __name__ == "__main__":
    print(main())
