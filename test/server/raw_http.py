"""HTTP by hand, for requests that no client sends."""

import socket


class Connection:
    """One TCP connection to a server; every wait is bounded."""

    def __init__(self, endpoint: str):
        self.host = endpoint.removeprefix("http://")
        name, port = self.host.rsplit(":", 1)
        self.socket = socket.create_connection((name, int(port)), timeout=30)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.socket.close()

    def send(self, text: str | bytes) -> None:
        self.socket.sendall(text.encode() if isinstance(text, str) else text)

    def request(self, method: str, target: str, *headers: str, body: str = "", host: str | None = None) -> None:
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or self.host}", *headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join(lines) + "\r\n\r\n" + body)

    def until_closed(self) -> str:
        received = b""
        while data := self.socket.recv(65536):
            received += data
        return received.decode(errors="replace")

    def answer(self) -> tuple[int, dict[str, str], str]:
        """One answer: status, headers in lower case, body."""
        file = self.socket.makefile("rb")
        status = int(file.readline().split()[1])
        headers = {}
        while line := file.readline().strip():
            name, value = line.decode().split(":", 1)
            headers[name.lower()] = value.strip()
        return status, headers, file.read(int(headers.get("content-length", 0))).decode()


def ask(endpoint: str, method: str, target: str, *headers: str, body: str = "", host: str | None = None):
    """One request on a connection of its own: (status, headers, body)."""
    with Connection(endpoint) as connection:
        connection.request(method, target, *headers, body=body, host=host)
        return connection.answer()
