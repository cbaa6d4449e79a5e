"""What dovetail-sandbox promises of the code that it starts (docs/user-python.md), promise by promise, in each way that this machine allows."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pytest

import localserver

PYTHON = os.path.realpath(sys.executable)
ORDINARY = 4321 if os.geteuid() == 0 else os.geteuid()
NAMESPACE, UID = "mount namespace", "another uid"


class Place:
    """A user's home and a data folder, and the program beside them."""

    def __init__(self, method, user):
        self.method, self.user = method, user
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dovetail-sandbox-"))
        self.folder.chmod(0o755)
        self.data, self.home = self.folder / "data", self.folder / "home"
        for folder, content in ((self.data, "journal"), (self.home, "credentials")):
            folder.mkdir(mode=0o700)
            (folder / content).write_text("secret")
            for path in (folder, folder / content):
                os.chown(path, user, user)
        self.program = pathlib.Path(shutil.copy(localserver.BUILD / "bin/dovetail-sandbox", self.folder))

    def start(self, code, *options):
        return subprocess.Popen([self.program, f"--method={self.method}", *options, self.data, PYTHON, "-s", "-c", f"import os, sys, time\n{code}"], stdout=subprocess.PIPE, text=True,
                                env={"HOME": str(self.home), "PATH": os.environ["PATH"]}, **as_user(self.user))

    def says(self, code, *options):
        process = self.start(code, *options)
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        return said.strip()


def as_user(user):
    return {"user": user, "group": user, "extra_groups": []} if user != os.geteuid() else {}


def works(method, user):
    place = Place(method, user)
    try:
        asked = subprocess.run([place.program, f"--method={method}", place.data], capture_output=True, text=True, **as_user(user))
        return asked.stdout.strip() == method
    finally:
        shutil.rmtree(place.folder)


WAYS = [way for way in dict.fromkeys([(NAMESPACE, os.geteuid()), (NAMESPACE, ORDINARY), (UID, 0)]) if (way[1] in (os.geteuid(), ORDINARY)) and works(*way)]
NAMESPACES = [way for way in WAYS if way[0] == NAMESPACE]


@pytest.fixture
def place(request):
    place = Place(*request.param)
    yield place
    shutil.rmtree(place.folder)


def in_ways(ways):
    return pytest.mark.parametrize("place", ways, indirect=True, ids=[f"{method} of uid {user}" for method, user in ways])


def test_this_machine_allows_a_way():
    assert WAYS


@in_ways(WAYS)
def test_the_data_folder_is_not_there(place):
    tried = "for path in (DATA, DATA + '/journal'):\n try: print(os.listdir(path) if path == DATA else open(path).read())\n except OSError: pass"
    assert place.says(f"DATA = {str(place.data)!r}\n{tried}") == ""
    assert place.says(f"DATA = {str(place.data)!r}\n{tried}", f"--keep={place.folder}") == "", "not even beneath what is kept"


@in_ways(WAYS)
def test_no_file_of_the_machine_opens_for_writing(place):
    groups = [str(path) for path in pathlib.Path("/sys/fs/cgroup").glob("cgroup.procs")] + [f"/sys/fs/cgroup/{name}/cgroup.procs" for name in ("memory", "cpu") if os.path.exists(f"/sys/fs/cgroup/{name}/cgroup.procs")]
    paths = ["/etc/passwd", "/proc/sys/kernel/core_pattern", str(place.program), PYTHON, *groups]
    assert all(os.path.exists(path) for path in paths)
    assert place.says(f"for path in {paths!r}:\n try: os.open(path, os.O_WRONLY); print(path)\n except OSError: pass", f"--keep={place.folder}") == ""


@in_ways(WAYS)
def test_it_has_no_privileges(place):
    lines = dict(line.split(":\t") for line in place.says("print(open('/proc/self/status').read())").splitlines())
    assert {int(lines[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} == {0}
    assert lines["NoNewPrivs"] == "1"
    assert "0" not in lines["Uid"].split()


@in_ways(WAYS)
def test_processes_of_the_server_get_no_signals_nor_limits(place):
    server = subprocess.Popen(["sleep", "60"], **as_user(place.user))
    try:
        assert place.says(f"import resource\nfor act in (lambda: os.kill({server.pid}, 9), lambda: resource.prlimit({server.pid}, resource.RLIMIT_NOFILE, (1, 1)), lambda: open('/proc/{server.pid}/mem')):\n"
                          " try: act(); print('done')\n except (OSError, ValueError): pass") == ""
        assert server.poll() is None
    finally:
        server.kill()
        server.wait()


@in_ways(NAMESPACES)
def test_processes_of_other_sessions_are_not_to_be_seen(place):
    other = place.start("print(1, flush=True)\ntime.sleep(60)")
    try:
        other.stdout.readline()
        assert place.says("print(os.getpid(), [name for name in os.listdir('/proc') if name.isdigit()])") == "1 ['1']"
    finally:
        other.kill()
        other.communicate()


@in_ways([way for way in WAYS if way[0] == UID])
def test_memory_of_other_sessions_hosts_is_not_to_be_read(place):
    """They are processes of one user; a host and its children say that nobody looks into them (dovetail_worker.host)."""
    library = place.folder / "python"
    shutil.copytree(pathlib.Path(__file__).parents[2] / "python/dovetail_worker", library / "dovetail_worker")
    (library / "dovetail_worker" / "stream.py").write_text("def serve(socket): pass")
    other = place.start(f"sys.path.insert(0, {str(library)!r})\nfrom dovetail_worker import host\nhost.keep_from_others()\nprint(os.getpid(), flush=True)\ntime.sleep(60)")
    try:
        pid = other.stdout.readline().strip()
        assert place.says(f"try: open('/proc/{pid}/mem', 'rb'); print('opened')\nexcept OSError: pass") == ""
    finally:
        other.kill()
        other.communicate()


@in_ways(WAYS)
def test_the_home_is_not_the_users(place):
    # `-s` is what keeps another uid from the modules there; it may not read them anyway.
    code = f"HOME = {str(place.home)!r}\ntry: print(open(HOME + '/credentials').read())\nexcept OSError: pass\ntry: open(HOME + '/left', 'w').write('x')\nexcept OSError: pass"
    assert place.says(code) == ""
    assert os.listdir(place.home) == ["credentials"]


@in_ways(NAMESPACES)
def test_folders_for_everybody_are_its_own(place):
    folders = ["/tmp", "/var/tmp", "/dev/shm"]
    write = "for folder in FOLDERS:\n  name = f'{folder}/dovetail-left'\n  print(os.path.exists(name), end=' ')\n  open(name, 'w').write('x' * 100000)\n  print(os.path.getsize(name), end=' ')"
    for _ in range(2):
        assert place.says(f"FOLDERS = {folders!r}\n{write}") == "False 100000 False 100000 False 100000"
    assert not any(os.path.exists(f"{folder}/dovetail-left") for folder in folders)


@in_ways(NAMESPACES)
def test_what_is_kept_can_be_read_and_not_written(place):
    kept = place.folder / "kept"
    kept.mkdir()
    (kept / "module").write_text("kept")
    code = f"KEPT = {str(kept)!r}\nprint(open(KEPT + '/module').read(), end=' ')\ntry: open(KEPT + '/more', 'w'); print('written')\nexcept OSError: print('read-only')"
    assert place.says(code, f"--keep={kept}") == "kept read-only"


@in_ways(WAYS)
def test_it_ends_as_the_program_does(place):
    assert place.start("os._exit(7)").wait(60) == 7
    assert place.start("import ctypes; ctypes.string_at(0)").wait(60) == -signal.SIGSEGV


@in_ways(NAMESPACES)
def test_all_that_it_started_ends_with_it(place):
    """Also what has left its group and its parent."""
    process = place.start("if os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    print('there', flush=True)\n    time.sleep(600)\n  os._exit(0)\nos.wait()\ntime.sleep(600)")
    assert process.stdout.readline() == "there\n"
    process.kill()
    began = time.monotonic()
    process.communicate(timeout=60)  # to the end of its output, which all of them hold
    assert time.monotonic() - began < 30


@in_ways(WAYS[:1])
def test_it_waits_for_the_word_to_start(place):
    import socket

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen([place.program, f"--wait-for={theirs.fileno()}", place.data, "/bin/echo", "started"], stdout=subprocess.PIPE, text=True, pass_fds=[theirs.fileno()])
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0.3)
    assert process.poll() is None
    ours.send(b"go")
    assert process.communicate(timeout=60)[0] == "started\n"
