"""What a run leaves behind: JUnit for build servers, a page for people, HAR for tools, each read by something else."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from junitparser import JUnitXml

from contract_tests.suite.__main__ import main
from contract_tests.suite.answer_checks import CHECKS
from contract_tests.suite.contract import Contract
from contract_tests.suite.coverage import Stated
from contract_tests.suite.finding import Finding
from contract_tests.suite.jobs import JobResult, RunPart
from contract_tests.suite.reports.contents import Report
from contract_tests.suite.reports.files import write_reports
from contract_tests.suite.reports.har import har
from contract_tests.suite.reports.page import page
from contract_tests.suite.session import Session
from contract_tests.suite.tally import Tally
from contract_tests.suite.target import Target
from contract_tests.suite.wire import Passed, Received, Sent, Wire
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, started_server
from image_gateways_recordings.folder import RECORDINGS
from image_gateways_recordings.redaction import Redaction
from tests.support.few_cases import send_few_cases

# The elements of JUnit's schema, as Jenkins, GitLab and GitHub read it: where each may stand, and its attributes.
SCHEMA: dict[str, tuple[set[str], set[str], set[str]]] = {
    # element: below which, attributes it must have, and may have
    "testsuites": ({""}, set(), {"name", "time", "tests", "failures", "errors", "skipped", "disabled"}),
    "testsuite": (
        {"testsuites"},
        {"name", "tests"},
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
    ),
    "properties": ({"testsuite"}, set(), set()),
    "property": ({"properties"}, {"name", "value"}, {"name", "value"}),
    "testcase": ({"testsuite"}, {"name", "classname"}, {"name", "classname", "time", "assertions", "status"}),
    "failure": ({"testcase"}, set(), {"type", "message"}),
    "system-out": ({"testcase", "testsuite"}, set(), set()),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The reports of a run against a mock that answers one operation wrongly, and what the run said."""
    folder = tmp_path_factory.mktemp("reports")
    said: list[str] = []
    patch = pytest.MonkeyPatch()
    patch.setattr("contract_tests.suite.__main__._tell", said.append)
    send_few_cases(patch)
    with started_server(Settings(seed=1)) as server:
        server.arm("invalid-json", None, "get_task")
        arguments = ["--base-url", server.url, "--gateway", "oceanbase", "--profile", "quick", "--jobs", "1"]
        assert main([*arguments, "--reports", str(folder)]) == 1
    patch.undo()
    return folder, "\n".join(said)


def test_junit_has_a_suite_for_each_gateway_and_a_case_for_each_operation_and_check(
    reports: tuple[Path, str],
) -> None:
    folder, _ = reports
    root = ElementTree.parse(folder / "junit.xml").getroot()
    suites = {suite.get("name"): suite for suite in root.iter("testsuite")}
    assert list(suites) == ["oceanbase", "between suite and mock"]
    cases = [(case.get("classname"), case.get("name")) for case in suites["oceanbase"].iter("testcase")]
    assert len(cases) == len(set(cases))
    for operation in open_document(DOCUMENTS / "oceanbase.yaml").operations:
        assert {(operation.operation_id, check) for check in CHECKS} <= set(cases)


def test_junit_says_what_failed_where_and_how_to_see_it_again(reports: tuple[Path, str]) -> None:
    folder, _ = reports
    root = ElementTree.parse(folder / "junit.xml").getroot()
    failing = {(c.get("classname"), c.get("name")): f for c in root.iter("testcase") for f in c.iter("failure")}
    assert list(failing) == [("get_task", "strict_json")]
    failure = failing["get_task", "strict_json"]
    assert (failure.get("message") or "").startswith("expected JSON in UTF-8, found a syntax error")
    assert failure.text is not None
    for words in ("openapi/oceanbase.yaml:", "curl --include", "--case 'get_task/"):
        assert words in failure.text


def test_the_counts_of_junit_agree_with_each_other_and_with_the_run(reports: tuple[Path, str]) -> None:
    folder, said = reports
    root = ElementTree.parse(folder / "junit.xml").getroot()
    for suite in root.iter("testsuite"):
        cases = list(suite.iter("testcase"))
        failed = [case for case in cases if case.find("failure") is not None]
        assert (int(suite.get("tests", "")), int(suite.get("failures", ""))) == (len(cases), len(failed))
    for count in ("tests", "failures", "errors", "skipped"):
        assert int(root.get(count, "")) == sum(int(suite.get(count, "")) for suite in root.iter("testsuite"))
    texts = "\n".join(failure.text or "" for failure in root.iter("failure"))
    found, judged = re.search(r"(\d+) findings", said), re.search(r"(\d+) cases in", said)
    assert found is not None
    assert judged is not None
    assert len(re.findall(r"^  again: ", texts, re.MULTILINE)) == int(found[1])
    requests = [p.get("value") for p in root.iter("property") if p.get("name") == "requests"]
    assert requests == [judged[1], "0"]
    answers = sum(
        int(re.findall(r"held (\d+) times", case.findtext("system-out", ""))[0])
        for case in root.iter("testcase")
        if case.get("name") == "documented_status"
    )
    assert answers == int(judged[1])


def test_junit_is_what_its_schema_allows_and_another_parser_reads(reports: tuple[Path, str]) -> None:
    folder, _ = reports
    root = ElementTree.parse(folder / "junit.xml").getroot()
    above = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        parents, must, may = SCHEMA[element.tag]
        assert (above[element].tag if element in above else "") in parents
        assert must <= set(element.keys())
        assert set(element.keys()) <= may
    read = JUnitXml.fromfile(str(folder / "junit.xml"))
    assert (read.tests, read.failures) == (sum(len(suite) for suite in read), 1)


class Page(HTMLParser):
    """Reads a page: its headings, the rows of the table below each, and whether every element is closed."""

    VOID = frozenset({"meta", "link", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.text = ""
        self._heading = ""
        self.feed(text)

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in ("h2", "h3", "h4"):
            self._heading = ""
        if tag == "tr":
            self.tables.setdefault(self._heading, []).append([])
        if tag in ("td", "th"):
            self.tables[self._heading][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.text += data
        if {"h2", "h3", "h4"} & set(self.open) and "code" not in self.open:
            self._heading += data.strip()
        if {"td", "th"} & set(self.open):
            self.tables[self._heading][-1][-1] += data.strip()


def test_the_page_groups_by_operation_status_and_check(reports: tuple[Path, str]) -> None:
    folder, _ = reports
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    assert page.open == []
    assert ["oceanbase", "get_task", "GET /api/v1/tasks/{task_id}"] in [row[:3] for row in page.tables["Operations"]]
    rows = page.tables["get_task"]
    assert ["200", "200"] in [row[:2] for row in rows]
    assert ["429", "429", "not seen"] not in rows
    findings = {row[0]: row[2] for row in rows}
    assert findings["strict_json"] != "none"
    assert findings["whole_pictures"] == "none"
    counted = Counter(row[0] for row in rows)
    assert max(counted.values()) == 2, "only the heads of the tables stand there more than once"


def test_the_page_shows_coverage_and_says_what_was_not_exercised(reports: tuple[Path, str]) -> None:
    folder, _ = reports
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    rows = {row[1]: row for row in page.tables["Coverage"][1:] if row[0] == "oceanbase"}
    documented = open_document(DOCUMENTS / "oceanbase.yaml").operations
    assert rows["operation"][2] == str(len(documented))
    assert rows["status"][2] == str(sum(len(o.responses) for o in documented))
    _, _, stated, seen, missing = rows["status"]
    assert int(stated) - int(seen) == len(missing.split(", ")) > 0
    assert "get_task 404" in missing, "its answers were no JSON, so nothing of them was exercised"


def test_no_address_of_a_task_stands_on_the_page(reports: tuple[Path, str]) -> None:
    folder, _ = reports
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"/tasks/[^{]", text) == []
    assert "/api/v1/tasks/{task_id}" in text


def test_har_keeps_the_traffic(reports: tuple[Path, str]) -> None:
    folder, said = reports
    entries = json.loads((folder / "traffic.har").read_text(encoding="utf-8"))["log"]["entries"]
    judged = re.search(r"(\d+) cases in", said)
    assert judged is not None
    assert len(entries) >= int(judged[1])


def test_har_has_the_traffic_of_parts_that_ran_side_by_side_in_the_order_of_time() -> None:
    part = RunPart(Target("oceanbase", DOCUMENTS / "oceanbase.yaml", "http://127.0.0.1:1", "", RECORDINGS))
    parts = [
        JobResult(part, passed=[Passed(Sent("GET", f"/{moment}"), None, moment, 0.0) for moment in moments])
        for moments in ((1.0, 3.0), (2.0, 4.0))
    ]
    entries = har(Report("a run", (), parts, [], started=0.0), Redaction())["log"]["entries"]
    assert [entry["request"]["url"][-4:] for entry in entries] == ["/1.0", "/2.0", "/3.0", "/4.0"]


def test_an_address_and_marks_within_a_finding_are_shown_as_text_with_the_operation_s_path() -> None:
    document = open_document(DOCUMENTS / "oceanbase.yaml")
    tally = Tally()
    tally.describe(document, Stated(document))
    target = Target("oceanbase", document.file, "http://127.0.0.1:1", "", RECORDINGS)
    finding = Finding("each_request_arrives_once", "get_task", "GET /api/v1/tasks/4tS: found <b>2</b>")
    report = Report("a run", (), [JobResult(RunPart(target), tally=tally)], [finding], started=0.0)
    text = page(report, str)
    assert "GET /api/v1/tasks/{task_id}: found &lt;b&gt;2&lt;/b&gt;" in text
    assert "4tS" not in text
    assert Page(text).open == []


@pytest.mark.parametrize("replays", [False, True], ids=["gateway", "mock"])
def test_no_report_has_the_key_wherever_a_server_repeats_it(replays: bool, tmp_path: Path) -> None:
    key = "-".join(("a", "key", "that", "nothing", "else", "tells"))
    target = Target("oceanbase", DOCUMENTS / "oceanbase.yaml", "http://127.0.0.1:1", key, RECORDINGS, replays=replays)
    answer = Received(401, (("x-asked-by", key),), f'{{"message": "{key} is no key"}}'.encode())
    part = JobResult(RunPart(target), passed=[Passed(Sent("GET", f"/of/{key}"), answer, 1.0, 0.0)])
    finding = Finding("documented_body", "get_task", f"expected a code, found {key}")
    part.findings.append(finding)
    written = write_reports(tmp_path, Report("a run", (), [part], [finding], started=0.0))
    texts = {file.name: file.read_text(encoding="utf-8") for file in written}
    assert [name for name, text in texts.items() if key in text] == []
    assert all("$API_KEY" in text for text in texts.values())


def test_no_finding_has_what_base64_hex_or_an_address_make_of_the_key() -> None:
    key = "/".join(("a", "key", "that", "nothing", "else", "tells"))
    made = [b64encode(key.encode()).decode(), key.encode().hex(), quote(key, safe="")]
    target = Target("oceanbase", DOCUMENTS / "oceanbase.yaml", "http://127.0.0.1:1", key, RECORDINGS, replays=False)
    session = Session(Contract(target), Wire("http://127.0.0.1:1"))
    assert session.without_key(" ".join(made)).count("$API_KEY") == len(made)
