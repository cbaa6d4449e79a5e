"""S3 by itself: after a power cut the buckets hold exactly what was acknowledged, and nothing by half."""

import concurrent.futures
import random

import pytest
import rebuild
import whole_server

BUCKET = "bucket"


class Objects:
    """A client that puts, replaces and removes objects. `history` holds what it knew was there after each answer, by request id."""

    def __init__(self, seed: int, folder: str = ""):
        self.folder = folder  # a prefix of all its keys
        self.chance = random.Random(seed)
        self.there: dict[str, bytes] = {}
        self.history: dict[str, dict[str, bytes]] = {}
        self.order: list[str] = []

    def drive(self, server) -> None:
        self.s3 = server.client("s3")
        self.s3.create_bucket(Bucket=BUCKET)
        self.work(server)

    def work(self, server) -> None:
        s3 = self.s3 = server.client("s3")
        self.note(s3.list_buckets())
        for size in (0, 1, 100, 70_000, 300_000):
            self.put(f"first/{size}", size)
        self.put("first/100", 200)  # replaced
        self.remove("first/1")
        self.upload("parts/kept", [5 << 20, 1000])
        self.upload("first/70000", [20])
        none = self.folder + "parts/none"
        self.note(self.s3.abort_multipart_upload(Bucket=BUCKET, Key=none, UploadId=self.begin_upload(none, [400])[0]))
        for number in range(6):
            self.put(f"many/{number}", self.chance.randrange(5_000))
        many = [f"{self.folder}many/{number}" for number in range(4)]
        self.note(s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in many]}), **dict.fromkeys(many))
        self.remove("parts/kept")
        self.copy("first/300000", "copies/one")
        self.remove("first/300000")  # the copy has its content
        self.copy("copies/one", "copies/two")
        self.put("copies/one", 10)
        self.copy("copies/two", "first/0")  # replaced by a copy

    def note(self, answer, **changes) -> dict:
        for key, body in changes.items():
            if body is None:
                del self.there[key]
            else:
                self.there[key] = body
        name = answer["ResponseMetadata"]["RequestId"]
        self.history[name] = dict(self.there)
        self.order.append(name)
        return answer

    def put(self, key, size) -> None:
        key = self.folder + key
        body = self.chance.randbytes(size)
        self.note(self.s3.put_object(Bucket=BUCKET, Key=key, Body=body), **{key: body})

    def remove(self, key) -> None:
        key = self.folder + key
        self.note(self.s3.delete_object(Bucket=BUCKET, Key=key), **{key: None})

    def copy(self, source, key) -> None:
        source, key = self.folder + source, self.folder + key
        self.note(self.s3.copy_object(Bucket=BUCKET, Key=key, CopySource={"Bucket": BUCKET, "Key": source}), **{key: self.there[source]})

    def begin_upload(self, key, sizes):
        upload, parts, whole = self.note(self.s3.create_multipart_upload(Bucket=BUCKET, Key=key))["UploadId"], [], b""
        for number, size in enumerate(sizes, 1):
            whole += (body := self.chance.randbytes(size))
            part = self.note(self.s3.upload_part(Bucket=BUCKET, Key=key, UploadId=upload, PartNumber=number, Body=body))
            parts.append({"PartNumber": number, "ETag": part["ETag"]})
        return upload, parts, whole

    def upload(self, key, sizes) -> None:
        key = self.folder + key
        upload, parts, whole = self.begin_upload(key, sizes)
        self.note(self.s3.complete_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}), **{key: whole})

    def after(self, request_id: str) -> dict[str, bytes]:
        """What is there when the next request was done as well."""
        following = self.order[self.order.index(request_id) + 1 :]
        return self.history[following[0]] if following else self.there


class Crowd:
    """Clients that work at once, each in a folder of its own: their puts share folder syncs and commits."""

    def __init__(self, count: int):
        self.clients = [Objects(seed, f"{seed}/") for seed in range(count)]

    def drive(self, server) -> None:
        server.client("s3").create_bucket(Bucket=BUCKET)
        with concurrent.futures.ThreadPoolExecutor(len(self.clients)) as threads:
            list(threads.map(lambda client: client.work(server), self.clients))

    def told(self, made, position: int) -> list[tuple[Objects, str]]:
        """Each client that has had an answer by then, with the last one."""
        last = {}
        for record in made.answers():
            name = whole_server.request_id(record)
            if record.position <= position and name:
                last |= {index: name for index, client in enumerate(self.clients) if name in client.history}
        return [(self.clients[index], name) for index, name in last.items()]


def contents(server) -> dict[str, bytes]:
    s3 = server.client("s3")
    return {item["Key"]: s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read()
            for item in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def keys_that_differ(one, other):
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


@pytest.fixture(scope="module")
def client():
    return Objects(1)


@pytest.fixture(scope="module")
def made(client, tmp_path_factory):
    folder = tmp_path_factory.mktemp("recorded")
    return whole_server.record_server(client.drive, folder, folder.with_suffix(".log"))


def check_at_every_answer(made, client, scratch, lucky=False):
    def check(server, cut):
        assert keys_that_differ(contents(server), client.history[cut.request_id]) == []

    cuts = [cut for cut in whole_server.cuts_at_answers(made, lucky) if cut.request_id in client.history]
    whole_server.check_after(made, cuts, check, scratch)


@pytest.mark.parametrize("lucky", [False, True], ids=["synced_only", "with_luck"])
def test_at_every_answer_exactly_what_was_acknowledged_is_there(made, client, tmp_path, lucky):
    check_at_every_answer(made, client, tmp_path, lucky)


@pytest.mark.parametrize("path", ["/lake/1/[0-9a-f]+", "/lake/1", "/journal.sqlite-wal", ""], ids=["content", "folder", "journal", "root"])
def test_a_forgotten_sync_would_be_found(made, client, tmp_path, path):
    with pytest.raises(AssertionError, match="Cut"):
        check_at_every_answer(made.without_syncs(path), client, tmp_path)


def test_between_answers_a_request_is_done_or_not_begun(made, client, tmp_path):
    def check(server, cut):
        found = contents(server)
        before, after = client.history[cut.request_id], client.after(cut.request_id)
        assert found in (before, after), keys_that_differ(found, before)

    cuts = [cut for cut in whole_server.cuts_between_answers(made, random.Random(1)) if cut.request_id in client.history]
    whole_server.check_after(made, cuts, check, tmp_path)


def test_a_first_start_that_is_cut_short_anywhere_can_be_repeated(made, tmp_path):
    first = made.answers()[0].position
    chance = random.Random(2)
    cuts = [whole_server.Cut(position, "", seed) for position in range(first) for seed in (None, chance.getrandbits(32))]
    whole_server.check_after(made, whole_server.sample(cuts, chance), lambda server, _: server.client("s3").list_buckets(), tmp_path)


@pytest.fixture(scope="module")
def crowd():
    return Crowd(6)


@pytest.fixture(scope="module")
def made_by_crowd(crowd, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crowded")
    return whole_server.record_server(crowd.drive, folder, folder.with_suffix(".log"))


def check_crowd(made, crowd, cuts, scratch):
    """Each client finds what its last answer said; its next request, which was under way, is done or not begun."""

    def check(server, cut):
        found = contents(server)
        for client, name in crowd.told(made, cut.position):
            mine = {key: body for key, body in found.items() if key.startswith(client.folder)}
            before, after = client.history[name], client.after(name)
            assert mine in (before, after), keys_that_differ(mine, before)

    whole_server.check_after(made, cuts, check, scratch)


@pytest.mark.parametrize("lucky", [False, True], ids=["synced_only", "with_luck"])
def test_clients_at_once_each_find_what_they_were_told(made_by_crowd, crowd, tmp_path, lucky):
    cuts = [cut for cut in whole_server.cuts_at_answers(made_by_crowd, lucky) if crowd.told(made_by_crowd, cut.position)]
    check_crowd(made_by_crowd, crowd, whole_server.sample(cuts, random.Random(3)), tmp_path)


def test_between_the_answers_of_clients_at_once_a_request_is_done_or_not_begun(made_by_crowd, crowd, tmp_path):
    chance = random.Random(4)
    cuts = [cut for cut in whole_server.cuts_between_answers(made_by_crowd, chance) if crowd.told(made_by_crowd, cut.position)]
    check_crowd(made_by_crowd, crowd, whole_server.sample(cuts, chance), tmp_path)


def test_clients_at_once_share_folder_syncs(made_by_crowd):
    """Else the tests above would try nothing that those of one client do not."""
    waiting, most = 0, 0  # contents that were synced since the last sync of their folder began
    for record in made_by_crowd.records:
        if record.kind is rebuild.Kind.SYNC_END and "/lake/1/" in record.path:
            waiting += 1
        elif record.kind is rebuild.Kind.SYNC_BEGIN and record.path.endswith("/lake/1"):
            most, waiting = max(most, waiting), 0
    assert most > 1


@pytest.mark.parametrize("path", ["/lake/1", "/journal.sqlite-wal"], ids=["folder", "journal"])
def test_a_forgotten_sync_would_be_found_among_clients_at_once(made_by_crowd, crowd, tmp_path, path):
    forgetful = made_by_crowd.without_syncs(path)
    cuts = [cut for cut in whole_server.cuts_at_answers(forgetful) if crowd.told(forgetful, cut.position)]
    with pytest.raises(AssertionError, match="Cut"):
        check_crowd(forgetful, crowd, cuts[-5:], tmp_path)
