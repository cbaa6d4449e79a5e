"""What a client sends beside its plans: rows, and the modules, data and archives of its functions; they are its session's, and of no other."""

import tarfile
import zipfile
import zlib

import grpc
import pytest
from pyspark.errors import PySparkException
from pyspark.sql.connect import proto
from pyspark.sql.connect.proto.base_pb2_grpc import SparkConnectServiceStub
from pyspark.sql.connect.session import SparkSession
from pyspark.sql.functions import col, udf

from programs import spark_url

KEEP_ALL_ROWS = "spark.sql.session.localRelationCacheThreshold"
ROWS_OF_CHUNK = "spark.sql.session.localRelationChunkSizeRows"


@pytest.fixture
def session(server, monkeypatch):
    monkeypatch.setenv("SPARK_CONNECT_MODE_ENABLED", "1")  # so that functions are of this session, no JVM's
    sessions = []

    def open_session():
        sessions.append(SparkSession.builder.remote(spark_url(server)).create())
        return sessions[-1]

    yield open_session
    for opened in sessions:
        opened.stop()


@pytest.fixture
def spark(session):
    return session()


def told_by(spark, tell):
    """What a function of no arguments says where functions are run."""
    return spark.range(1).select(udf(lambda _: tell(), "string")(col("id"))).collect()[0][0]


def test_a_module_is_there_for_functions(spark, tmp_path):
    (tmp_path / "greetings.py").write_text("def greet(name):\n    return 'hello ' + name\n")
    spark.addArtifacts(str(tmp_path / "greetings.py"), pyfile=True)

    def greet():
        import greetings

        return greetings.greet("bronze")

    assert told_by(spark, greet) == "hello bronze"


@pytest.mark.parametrize("suffix", ("zip", "egg"))
def test_a_package_is_imported_out_of_its_archive(spark, tmp_path, suffix):
    with zipfile.ZipFile(tmp_path / f"pipeline.{suffix}", "w") as package:
        package.writestr("pipeline/__init__.py", "LAYER = 'silver'\n")
    spark.addArtifacts(str(tmp_path / f"pipeline.{suffix}"), pyfile=True)

    def layer():
        import pipeline

        return pipeline.LAYER

    assert told_by(spark, layer) == "silver"


def test_a_file_is_found_by_its_name(spark, tmp_path):
    (tmp_path / "codes.txt").write_text("a large file " * 10_000)  # of several chunks
    spark.addArtifacts(str(tmp_path / "codes.txt"), file=True)

    def read():
        from pyspark import SparkFiles

        with open(SparkFiles.get("codes.txt")) as codes:
            return codes.read()

    assert told_by(spark, read) == "a large file " * 10_000


@pytest.mark.parametrize("alias", ("", "#tables"))
def test_an_archive_is_unpacked_under_its_name_or_its_alias(spark, tmp_path, alias):
    (tmp_path / "country.csv").write_text("de,Germany\n")
    with tarfile.open(tmp_path / "lookups.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "country.csv", "country.csv")
    spark.addArtifacts(f"{tmp_path}/lookups.tar.gz{alias}", archive=True)
    folder = alias[1:] or "lookups.tar.gz"

    def read():
        from pyspark import SparkFiles

        with open(SparkFiles.get(f"{folder}/country.csv")) as countries:
            return countries.read()

    assert told_by(spark, read) == "de,Germany\n"


def test_bytes_that_are_no_archive_are_refused_by_the_query_that_needs_them(spark, tmp_path):
    (tmp_path / "broken.zip").write_text("no zip at all")
    spark.addArtifacts(str(tmp_path / "broken.zip"), archive=True)
    with pytest.raises(PySparkException, match="archives/broken.zip"):
        told_by(spark, lambda: "")


# The host, which unpacks, runs no code of the session's: a module of that name is for its functions alone.
def test_a_module_takes_no_librarys_place_in_the_host(spark, tmp_path):
    (tmp_path / "zipfile.py").write_text("raise RuntimeError('of the session')\n")
    with zipfile.ZipFile(tmp_path / "data.zip", "w") as archive:
        archive.writestr("day.txt", "monday")
    spark.addArtifacts(str(tmp_path / "zipfile.py"), pyfile=True)
    spark.addArtifacts(str(tmp_path / "data.zip"), archive=True)

    def read():
        from pyspark import SparkFiles

        with open(SparkFiles.get("data.zip/day.txt")) as day:
            return day.read()

    assert told_by(spark, read) == "monday"


# A host is warm from the first function on; what comes later reaches the ones after.
def test_what_is_sent_between_two_queries_is_there_in_the_second(spark, tmp_path):
    def exists():
        import importlib.util

        return str(importlib.util.find_spec("late") is not None)

    assert told_by(spark, exists) == "False"
    (tmp_path / "late.py").write_text("")
    spark.addArtifacts(str(tmp_path / "late.py"), pyfile=True)
    assert told_by(spark, exists) == "True"


def test_what_one_session_sends_no_other_has(session, tmp_path):
    (tmp_path / "secret.py").write_text("")
    one, other = session(), session()
    one.addArtifacts(str(tmp_path / "secret.py"), pyfile=True)

    def exists():
        import importlib.util

        return str(importlib.util.find_spec("secret") is not None)

    assert (told_by(one, exists), told_by(other, exists)) == ("True", "False")


# Functions that have imported it would go on with the old one.
def test_a_name_keeps_its_content(spark, tmp_path):
    module = tmp_path / "constants.py"
    module.write_text("A = 1\n")
    spark.addArtifacts(str(module), pyfile=True)
    spark.addArtifacts(str(module), pyfile=True)
    module.write_text("A = 2\n")
    with pytest.raises(PySparkException, match="ARTIFACT_ALREADY_EXISTS.*pyfiles/constants.py"):
        spark.addArtifacts(str(module), pyfile=True)


def test_many_rows_travel_beside_the_plan_and_come_back_in_their_order(spark):
    spark.conf.set(KEEP_ALL_ROWS, "1")
    spark.conf.set(ROWS_OF_CHUNK, "100")
    rows = [(i, None if i % 7 == 0 else f"ü{i}") for i in range(1000)]
    frame = spark.createDataFrame(rows, "id int, name string")
    assert [tuple(row) for row in frame.collect()] == rows
    assert [tuple(row) for row in frame.where("id > 990").join(frame, ["id", "name"]).orderBy("id").collect()] == [row for row in rows if row[0] > 990 and row[1]]
    assert frame.schema.simpleString() == "struct<id:int,name:string>"


def test_rows_without_a_schema_of_their_own_have_arrows(spark):
    import pandas

    spark.conf.set(KEEP_ALL_ROWS, "1")
    frame = spark.createDataFrame(pandas.DataFrame({"day": ["mon", "tue"], "n": [1, 2]}))
    assert [tuple(row) for row in frame.collect()] == [("mon", 1), ("tue", 2)]


def test_a_view_of_such_rows_is_queried_by_its_name(spark):
    spark.conf.set(KEEP_ALL_ROWS, "1")
    spark.createDataFrame([(1,), (2,)], "a int").createTempView("sent")
    assert spark.sql("select sum(a) from sent").collect()[0][0] == 3


# Clients before 4.1 send a whole local relation, and name it by its hash.
def test_a_local_relation_of_older_clients_is_found_by_its_hash(spark):
    local = spark.createDataFrame([(7,)], "a int")._plan.to_proto(spark.client).root
    digest = spark.client.cache_artifact(local.local_relation.SerializeToString())
    plan = proto.Plan(root=proto.Relation(cached_local_relation=proto.CachedLocalRelation(hash=digest)))
    table, *_ = spark.client.to_table(plan, {})
    assert table.to_pylist() == [{"a": 7}]


@pytest.mark.parametrize("hashes, told", ((["0" * 64], "cache/0000"), ([], "of no chunk")))
def test_rows_that_were_never_sent_are_refused(spark, hashes, told):
    plan = proto.Plan(root=proto.Relation(chunked_cached_local_relation=proto.ChunkedCachedLocalRelation(dataHashes=hashes)))
    with pytest.raises(PySparkException, match=told):
        spark.client.to_table(plan, {})


@pytest.fixture
def send(server, spark):
    """Requests of one call, as no client of Spark's makes them."""
    with grpc.insecure_channel(spark_url(server).removeprefix("sc://")) as channel:
        stub = SparkConnectServiceStub(channel)
        yield lambda *payloads: stub.AddArtifacts(iter([
            proto.AddArtifactsRequest(session_id=spark.client._session_id, user_context=proto.UserContext(user_id=spark.client._user_id), **payload)
            for payload in payloads]))


def chunk(content, damage=0):
    return proto.AddArtifactsRequest.ArtifactChunk(data=content, crc=zlib.crc32(content) ^ damage)


def batch(name, content=b"x", damage=0):
    return {"batch": proto.AddArtifactsRequest.Batch(
        artifacts=[proto.AddArtifactsRequest.SingleChunkArtifact(name=name, data=chunk(content, damage))])}


def first_of(count, total, content=b"ab"):
    return {"begin_chunk": proto.AddArtifactsRequest.BeginChunkedArtifact(
        name="pyfiles/chunked.py", total_bytes=total, num_chunks=count, initial_chunk=chunk(content))}


def test_a_damaged_artifact_is_not_kept_and_may_come_again(send):
    assert not send(batch("files/a", b"right", damage=1)).artifacts[0].is_crc_successful
    assert send(batch("files/a", b"other")).artifacts[0].is_crc_successful


@pytest.mark.parametrize("name", ("/etc/passwd", "pyfiles/../../x", "files/\0", "archives/a.zip#..", "archives/a.zip#/tmp/a"))
def test_a_name_that_leads_out_of_the_sessions_folder_is_refused(send, name):
    with pytest.raises(grpc.RpcError, match="INVALID_ARTIFACT_PATH"):
        send(batch(name))


@pytest.mark.parametrize("name", ("jars/a.jar", "classes/A.class", "forward_to_fs/tmp/a", "a"))
def test_kinds_that_nobody_reads_are_refused_by_name(send, name):
    with pytest.raises(grpc.RpcError, match=name):
        send(batch(name))


@pytest.mark.parametrize("requests", (
    (first_of(2, 4),),
    (first_of(2, 4), batch("files/b")),
    (first_of(2, 9), {"chunk": chunk(b"cd")}),
    (first_of(0, 2),),
    ({"chunk": chunk(b"ab")},),
    (),
), ids=("cut", "interrupted", "short", "none", "nameless", "empty"))
def test_chunks_that_are_not_those_announced_are_refused(send, requests):
    with pytest.raises(grpc.RpcError):
        send(*requests)
