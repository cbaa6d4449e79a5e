"""S3CsvSource: https://docs.aws.amazon.com/glue/latest/dg/aws-glue-programming-etl-format-csv-home.html"""

import bz2
import gzip

import pytest


def put(job, key, body):
    job.s3.put_object(Bucket=job.bucket, Key=f"landing/{key}", Body=body)


def run(job, **changes):
    job.create({"source": job.source(**changes), "target": job.target()})
    return job.run()


def rows(job, **changes):
    done = run(job, **changes)
    assert done["JobRunState"] == "SUCCEEDED", done["ErrorMessage"]
    return sorted(job.rows(), key=str)


def failure(job, **changes):
    done = run(job, **changes)
    assert done["JobRunState"] == "FAILED" and job.keys() == []
    return done["ErrorMessage"]


@pytest.mark.parametrize("ending, compress", [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_the_name_says_how_a_file_is_compressed(job, ending, compress):
    put(job, "1.csv" + ending, compress(b"a,b\n1,2\n"))
    put(job, "2.csv", b"a,b\n3,4\n")
    assert rows(job) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


@pytest.mark.parametrize("kind, compress", [("gzip", gzip.compress), ("bzip2", bz2.compress)])
def test_the_member_says_it_of_files_of_any_name(job, kind, compress):
    put(job, "1.csv", compress(b"a,b\n1,2\n") + compress(b"3,4\n"))
    assert rows(job, CompressionType=kind) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


@pytest.mark.parametrize("kind, compress", [("gzip", gzip.compress), ("bzip2", bz2.compress)])
def test_a_compressed_file_that_nothing_says_is_compressed_is_called_so(job, kind, compress):
    put(job, "1.csv", compress(b"a,b\n1,2\n"))
    assert f"s3://{job.bucket}/landing/1.csv line 1: the file is compressed with {kind}" in failure(job)


def test_a_file_that_is_cut_off_is_named(job):
    put(job, "1.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)[:-200])
    assert f"s3://{job.bucket}/landing/1.csv.gz: the file ends inside of what gzip compressed" in failure(job)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_not_read_as_utf_8(job, encoding):
    put(job, "1.csv", "id,name\n1,x\n".encode(encoding))
    assert "1.csv line 1: the text is UTF-16; only UTF-8 is read" in failure(job)


@pytest.mark.parametrize("name, character", [("comma", ","), ("ctrla", "\x01"), ("pipe", "|"), ("semicolon", ";"), ("tab", "\t")])
def test_separators(job, name, character):
    put(job, "1.csv", f'a{character}b\n1{character}"x{character}y"\n'.encode())
    assert rows(job, Separator=name) == [{"a": "1", "b": f"x{character}y"}]


@pytest.mark.parametrize("quote, text, value", [
    ("quote", 'a\n"x,""y"\n', 'x,"y'), ("single_quote", "a\n'x,y'\n", "x,y"), ("disabled", 'a\n"x"\n', '"x"')])
def test_quotes(job, quote, text, value):
    put(job, "1.csv", text.encode())
    assert rows(job, QuoteChar=quote) == [{"a": value}]


def test_an_escaper_takes_the_next_character_literally(job):
    put(job, "1.csv", b"a,b\nx\\,y,z\\\\\n")
    assert rows(job, Escaper="\\") == [{"a": "x,y", "b": "z\\"}]


def test_values_of_several_lines(job):
    put(job, "1.csv.gz", gzip.compress(b'a,b\n1,"x\ny"\n2,z\n'))
    assert rows(job, Multiline=True) == [{"a": "1", "b": "x\ny"}, {"a": "2", "b": "z"}]


def test_the_first_line_is_skipped(job):
    put(job, "1.csv", b"made by hand\n1,2\n")
    assert rows(job, WithHeader=False, SkipFirst=True) == [{"col0": "1", "col1": "2"}]


def test_folders_are_read_when_asked(job):
    put(job, "1.csv", b"a\n1\n")
    put(job, "deep/2.csv", b"a\n2\n")
    assert rows(job, Recurse=False) == [{"a": "1"}]


def test_exclusions(job):
    put(job, "1.csv", b"a\n1\n")
    put(job, "1.txt", b"a\n2\n")
    assert rows(job, Exclusions=['["**.txt"]']) == [{"a": "1"}]


def test_grouping_changes_no_rows(job):
    put(job, "1.csv", b"a\n1\n")
    put(job, "2.csv", b"a\n2\n")
    assert rows(job, GroupFiles="inPartition", GroupSize="1048576", MaxBand=900000, MaxFilesInBand=10) == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize("changes, message", [
    ({"QuoteChar": "quillemet"}, "QuoteChar quillemet is not supported"), ({"GroupFiles": "always"}, "GroupFiles: 'always'"),
    ({"GroupSize": "1 MB"}, "GroupSize: '1 MB' is no number of bytes"), ({"Escaper": "ab"}, "escaper")])
def test_what_cannot_be_is_refused_by_name(job, changes, message):
    with pytest.raises(job.glue.exceptions.InvalidInputException, match=message):
        job.create({"source": job.source(**changes), "target": job.target()})
