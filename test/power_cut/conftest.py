"""Fixtures of the power-cut tests."""

import pathlib
import socket
import sys
import threading

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))


@pytest.fixture
def folder(tmp_path):
    """An empty folder to be recorded."""
    path = tmp_path / "recorded"
    path.mkdir()
    return path


@pytest.fixture
def listener():
    """A TCP port on loopback that takes whatever it is sent."""

    def drain(connection):
        with connection:
            while connection.recv(65536):
                pass

    def take(server):
        while True:
            try:
                connection = server.accept()[0]
            except OSError:
                return
            threading.Thread(target=drain, args=[connection], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=take, args=[server], daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
