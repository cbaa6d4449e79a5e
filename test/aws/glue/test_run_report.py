"""`dovetail runs show`: what each node of a run read, gave on and wrote."""

import re
import subprocess


def show(server, run_id):
    return subprocess.run([server.program, "runs", "show", run_id, "--endpoint", server.endpoint], capture_output=True, text=True, timeout=30)


def table_of(server, run_id):
    """The facts, and the nodes by their names: kind, rows, bytes, time."""
    shown = show(server, run_id)
    assert shown.returncode == 0, shown.stderr
    facts, _, table = shown.stdout.partition("\n\n")
    head, *rows = table.splitlines()
    assert re.split("  +", head) == ["NODE", "KIND", "ROWS", "BYTES", "TIME"]
    assert len({row.index(re.split("  +", row)[1]) for row in (head, *rows)}) == 1, "columns are aligned"
    return dict(line.split("  ", 1) for line in facts.splitlines()), {cells[0]: cells[1:] for cells in (re.split("  +", row) for row in rows)}


def regex(name, column, pattern, of="source"):
    return {"Filter": {"Name": name, "Inputs": [of], "LogicalOperator": "AND", "Filters": [{"Operation": "REGEX", "Values": [
        {"Type": "COLUMNEXTRACTED", "Value": [column]}, {"Type": "CONSTANT", "Value": [pattern]}]}]}}


def test_nodes_in_a_row_are_fused_into_the_target(server, job):
    job.create({"source": job.source(), "some": regex("Some", "a", "1"), "less": {"DropFields": {"Name": "Less", "Inputs": ["some"], "Paths": [["b"]]}},
                "target": job.target(Inputs=["less"])})
    job.land("1.csv", "a,b", *(f"{number},x" for number in range(2000)))
    run = job.succeed()
    facts, nodes = table_of(server, run["Id"])
    assert (facts["run"].strip(), facts["job"].strip(), facts["state"].strip()) == (run["Id"], job.name, "SUCCEEDED")
    assert nodes["Landing"][:2] == ["S3CsvSource", "2,000"] and re.fullmatch(r"\d+\.\d KiB", nodes["Landing"][2]) and nodes["Landing"][3] == "fused into Curated"
    assert nodes["Some"] == ["Filter", "1,111", "-", "fused into Curated"]
    assert nodes["Less"] == ["DropFields", "1,111", "-", "fused into Curated"]
    assert nodes["Curated"][:2] == ["S3GlueParquetTarget", "1,111"] and re.fullmatch(r"\d+\.\d{3} s", nodes["Curated"][3])


def test_a_node_that_feeds_two_was_computed_by_itself(server, job):
    job.create({"source": job.source(), "some": regex("Some", "a", "1"), "more": regex("More", "a", ".*2", of="some"), "target": job.target(Inputs=["some"]),
                "other": job.target(Name="Other", Inputs=["more"], Path=f"s3://{job.bucket}/other/")})
    job.land("1.csv", "a", "1", "12", "2")
    _, nodes = table_of(server, job.succeed()["Id"])
    assert nodes["Landing"][1] == "3" and nodes["Landing"][3] == "fused into Some"
    assert nodes["Some"][:2] == ["Filter", "2"] and nodes["Some"][3].endswith(" s")
    assert nodes["More"] == ["Filter", "1", "-", "fused into Other"]


def test_rows_that_nothing_tells_are_not_invented(server, job):
    job.create({"source": job.source(), "some": regex("Some", "a", "1"), "more": regex("More", "a", ".*2", of="some"), "target": job.target(Inputs=["more"])})
    job.land("1.csv", "a", "1", "12", "2")
    _, nodes = table_of(server, job.succeed()["Id"])
    assert nodes["Some"] == ["Filter", "-", "-", "fused into Curated"] and nodes["More"][1] == "1"


def test_a_route_gave_on_the_rows_of_its_groups(server, job):
    group = {"GroupName": "ones", "LogicalOperator": "AND", "Filters": [{"Operation": "EQ", "Values": [
        {"Type": "COLUMNEXTRACTED", "Value": ["a"]}, {"Type": "CONSTANT", "Value": ["1"]}]}]}
    job.create({"source": job.source(), "which": {"Route": {"Name": "Which", "Inputs": ["source"], "GroupFiltersList": [group]}},
                "ones": {"SelectFromCollection": {"Name": "Ones", "Inputs": ["which"], "Index": 0}},
                "rest": {"SelectFromCollection": {"Name": "Rest", "Inputs": ["which"], "Index": 1}},
                "target": job.target(Inputs=["ones"]), "other": job.target(Name="Other", Inputs=["rest"], Path=f"s3://{job.bucket}/other/")})
    job.land("1.csv", "a", "1", "2", "1")
    _, nodes = table_of(server, job.succeed()["Id"])
    assert nodes["Which"] == ["Route", "3", "-", "fused into Other, Curated"]
    assert (nodes["Ones"][1], nodes["Rest"][1]) == ("2", "1")


def test_what_leads_to_no_target_was_not_run(server, job):
    job.create({"source": job.source(), "some": regex("Idle", "a", "1"), "target": job.target()})
    job.land("1.csv", "a", "1")
    _, nodes = table_of(server, job.succeed()["Id"])
    assert nodes["Idle"] == ["Filter", "-", "-", "not run"]


def test_a_failed_run_shows_its_error(server, job):
    job.create({"source": job.source(), "some": regex("Some", "nothing", "1"), "target": job.target(Inputs=["some"])})
    job.land("1.csv", "a", "1")
    shown = show(server, job.run()["Id"])
    assert shown.returncode == 0 and "there is no column 'nothing'" in shown.stdout and "NODE" not in shown.stdout


def test_a_run_that_is_not_there_is_said_so(server):
    shown = show(server, "jr_nothing")
    assert (shown.returncode, shown.stderr) == (1, "dovetail: There is no job run of that id.\n")
