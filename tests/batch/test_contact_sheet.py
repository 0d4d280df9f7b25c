"""The contact sheet of a batch, as a second reader of HTML sees it: whole, harmless, and every link leads to a file."""

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest

from image_edit.batch.contact_sheet import write_contact_sheet
from image_edit.batch.job import Job
from image_edit.batch.journal.reading import KeptFile, Row
from image_edit.batch.journal.view import JournalView
from image_edit.batch.journal.writing import Journal
from image_edit.batch.outcome import State
from image_edit.errors import BadInput, ContentRefused, ImageEditError, MaybeBilled, TaskFailed

_ENDLESS = frozenset({"meta", "img", "input"})
_HOSTILE = "<script>alert(1)</script> \"'>&amp; <img src=x onerror=alert(1)> -->]]></style></title>"
_NAMES = [
    b"plain.jpg",
    b"two words.jpg",
    b"50%25 #1?x=1&y.jpg",
    b"\"quoted\" 'twice'.jpg",
    b"<b>bold.jpg",
    "\u732b \U0001f431 e\u0301.jpg".encode(),
    b"http:",
    b"javascript:alert(1).jpg",
    b"back\\slash;semi.jpg",
    b"line\nand\ttab.jpg",
    b"latin-\xe9\xff.jpg",
    b" .jpg",
]


@dataclass(slots=True)
class Element:
    """An element, its text, and what stands in it."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def all(self, tag: str, kind: str | None = None) -> "list[Element]":
        """All within it of a tag, and of a class."""
        found = [self] if self.tag == tag and kind in (None, self.attributes.get("class")) else []
        return found + [each for child in self.children for each in child.all(tag, kind)]

    def one(self, tag: str, kind: str | None = None) -> "Element":
        [found] = self.all(tag, kind)
        return found

    def whole_text(self) -> str:
        return self.text + "".join(child.whole_text() for child in self.children)


class Reader(HTMLParser):
    """Reads a page that closes what it opens, but for what never closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.top = Element("", {})
        self._open = [self.top]
        self.feed(page)
        self.close()
        assert self._open == [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs)
        self._open[-1].children.append(element)
        if tag not in _ENDLESS:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


class Batch:
    """A batch in a folder, whose rows end as a test says."""

    def __init__(self, folder: Path) -> None:
        self.photos, self.out = folder / "photos", folder / "my out #1"
        self.photos.mkdir()
        self.out.mkdir()
        self.sheet = self.out / "index.html"
        self._planned: list[tuple[Job, State, list[Path], ImageEditError | None]] = []

    def photo(self, name: str | bytes) -> Path:
        return written(self.photos / os.fsdecode(name))

    def add(
        self,
        *inputs: str | Path | bytes,
        state: State = State.DONE,
        results: list[Path] | None = None,
        error: ImageEditError | None = None,
        operation: str = "edit",
        label: str = "a row",
        prompt: str | None = "At night",
        options: dict[str, Any] | None = None,
    ) -> None:
        wanted = Job(
            output=self.out / f"{len(self._planned)}.png",
            label=label,
            operation=operation,
            images=inputs,
            prompt=prompt,
            options=options or {},
        )
        if results is None:
            results = [written(wanted.output)] if state is State.DONE else []
        self._planned.append((wanted, state, results, error))

    def journal(self) -> Journal:
        """The journal, open, with all that was added."""
        path = self.out / "journal.sqlite"
        journal = Journal.open(path, gateway="volcv", base_url="https://gateway.example", reserve=0)
        journal.plan((f"{number:064}", job) for number, (job, *_) in enumerate(self._planned))
        for number, (job, state, results, error) in enumerate(self._planned):
            key = f"{number:064}"
            error = error or ContentRefused("no", gateway="volcv")
            if state is not State.PLANNED:
                journal.sending(key)
            if state in (State.SUBMITTED, State.DONE):
                journal.submitted(key, f"task-{key[-3:]}")
            if state is State.DONE:
                journal.kept(key, job.output, [KeptFile(path, "0" * 64) for path in results])
                journal.done(key)
            elif state in (State.REFUSED, State.FAILED, State.UNCLEAR):
                journal.ended(key, state, error)
        return journal

    def page(self) -> Element:
        """The sheet, written and read."""
        self.journal().close()
        return self.written_page()

    def written_page(self) -> Element:
        """The sheet, written from the journal as it is, and read."""
        with JournalView.open(self.out / "journal.sqlite") as view:
            write_contact_sheet(view, self.sheet)
        return Reader(self.sheet.read_text("utf-8")).top


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    return Batch(tmp_path)


def written(path: Path) -> Path:
    path.write_bytes(b"a picture")
    return path


def linked(page: Element, sheet: Path) -> list[Path]:
    """What the page refers to, as a browser finds it that opened the page from disk."""
    links = [
        value
        for element in page.all("a") + page.all("img")
        for name, value in element.attributes.items()
        if name in ("href", "src") and value and not value.startswith("#")
    ]
    found = []
    for link in links:
        assert not urlsplit(link).scheme
        whole = urlsplit(urljoin(sheet.as_uri(), link))
        assert (whole.scheme, whole.netloc, whole.query, whole.fragment) == ("file", "", "", "")
        found.append(Path(os.fsdecode(unquote_to_bytes(whole.path))))
    return found


def facts(article: Element) -> dict[str, str]:
    return dict(zip((each.text for each in article.all("dt")), (each.text for each in article.all("dd")), strict=True))


def test_before_and_after_stand_side_by_side_and_lead_to_their_files(batch: Batch) -> None:
    photos = [batch.photo(name) for name in _NAMES]
    for photo in photos:
        batch.add(photo)
    page = batch.page()
    articles = page.all("article")
    assert len(articles) == len(_NAMES)
    for number, (photo, article) in enumerate(zip(photos, articles, strict=True)):
        before, after = article.all("figure")
        assert (before.attributes["class"], after.attributes["class"]) == ("before", "after")
        assert linked(before, batch.sheet) == [photo, photo]
        assert linked(after, batch.sheet) == [batch.out / f"{number}.png"] * 2
    assert all(path.is_file() for path in linked(page, batch.sheet))


def test_results_in_their_own_folders_and_of_odd_names_are_linked_too(batch: Batch) -> None:
    (batch.out / "a b").mkdir()
    results = [written(batch.out / "a b" / os.fsdecode(name)) for name in _NAMES]
    batch.add(batch.photo("a.jpg"), results=results)
    figure = batch.page().one("figure", "after")
    assert linked(figure, batch.sheet) == results * 2
    assert len(figure.one("div", "more").all("img")) == len(results) - 1


def test_links_still_lead_to_the_files_when_all_is_moved_together(batch: Batch, tmp_path: Path) -> None:
    batch.add(batch.photo("a b.jpg"))
    page = batch.page()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for folder in (batch.photos, batch.out):
        folder.rename(elsewhere / folder.name)
    sheet = elsewhere / batch.out.name / batch.sheet.name
    assert {path.name for path in linked(page, sheet) if path.is_file()} == {"a b.jpg", "0.png"}


def test_a_sheet_named_by_a_relative_path_has_the_same_links(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    batch.add(batch.photo("a.jpg"))
    page = batch.page()
    monkeypatch.chdir(batch.out)
    with JournalView.open("journal.sqlite") as view:
        write_contact_sheet(view, Path("other.html"))
    assert linked(Reader(Path("other.html").read_text("utf-8")).top, batch.sheet) == linked(page, batch.sheet)


def test_all_that_a_user_or_a_gateway_wrote_is_shown_as_text(batch: Batch) -> None:
    error = TaskFailed(f"volcv says {_HOSTILE}", gateway="volcv", request_id=_HOSTILE)
    batch.add(
        batch.photo("a.jpg"),
        state=State.FAILED,
        label=_HOSTILE,
        prompt=_HOSTILE,
        operation=_HOSTILE,
        options={_HOSTILE: _HOSTILE, "seed": 7, "watermark": True},
        error=error,
    )
    page = batch.page()
    article = page.one("article")
    assert article.one("h2").whole_text() == _HOSTILE
    assert article.one("p", "prompt").text == _HOSTILE
    assert article.one("p", "state").text == "failed"
    told = facts(article)
    assert told.pop(_HOSTILE) == _HOSTILE
    assert told.pop("sent").endswith(" UTC")
    assert told == {
        "operation": _HOSTILE,
        "seed": "7",
        "watermark": "true",
        "reason": f"volcv says {_HOSTILE} (TaskFailed)",
        "request": _HOSTILE,
    }
    assert {element.tag for element in article.children} == {"figure", "div"}


@pytest.mark.parametrize("text", ["nul \x00 bell \x07", "half \ud83d", "caf\udce9", "next \x85 line"], ids=ascii)
def test_what_is_no_text_for_a_page_has_a_sign_instead(batch: Batch, text: str) -> None:
    batch.add(batch.photo("a.jpg"), label=text, prompt=text)
    article = batch.page().one("article")
    expected = re.sub("[\0\x07\x85\ud83d\udce9]", "\ufffd", text)
    assert (article.one("h2").whole_text(), article.one("p", "prompt").text) == (expected, expected)


def test_lines_of_a_prompt_stay_lines(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"), prompt="one\n\ttwo\r\nthree")
    assert batch.page().one("p", "prompt").text == "one\n\ttwo\ufffd\nthree"


def test_nothing_is_fetched_or_run_and_the_policy_of_the_page_says_so(batch: Batch) -> None:
    batch.add("https://pictures.invalid/a.png")
    batch.add(f"data:image/png;base64,{base64.b64encode(b'x' * 99).decode()}")
    batch.add(b"bytes", state=State.REFUSED)
    batch.add(batch.photo("a.jpg"), "HTTP://pictures.invalid/mask.png", operation="inpaint")
    page = batch.page()
    shown = [article.one("figure", "before").whole_text() for article in page.all("article")]
    assert "a URL, https://pictures.invalid/a.png" in shown[0]
    assert "data without a file, data:image/png" in shown[1]
    assert "data without a file, bytes" in shown[2]
    assert "mask: a URL, http://pictures.invalid/mask.png" in shown[3]
    assert all(path.is_file() for path in linked(page, batch.sheet))
    assert len(page.all("img")) == 4  # three results and one photo

    def elements(element: Element) -> Iterator[Element]:
        yield element
        for child in element.children:
            yield from elements(child)

    allowed = {
        *("", "html", "meta", "title", "style", "header", "main", "h1", "h2", "p", "div", "span"),
        *("fieldset", "legend", "label", "input", "article", "figure", "figcaption", "a", "img", "dl", "dt", "dd"),
    }
    assert {element.tag for element in elements(page)} <= allowed
    assert not [name for each in elements(page) for name in each.attributes if name.startswith("on") or name == "style"]
    style = page.one("style").text
    assert not re.search(r"url\(|@import|https?:|</", style)
    [policy] = [
        meta.attributes["content"]
        for meta in page.all("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert dict(part.split(" ", 1) for part in (policy or "").split("; ")) == {
        "default-src": "'none'",
        "img-src": "'self' file:",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_policy_stands_before_what_it_is_for(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"))
    batch.page()
    page = batch.sheet.read_text("utf-8")
    assert page.index("<meta charset") < 1024 - len('<meta charset="utf-8">')
    assert page.index("Content-Security-Policy") < page.index("<style>")


def test_rows_are_counted_and_chosen_by_state_without_a_script(batch: Batch) -> None:
    added = {State.DONE: 3, State.REFUSED: 2, State.UNCLEAR: 1, State.PLANNED: 1, State.SUBMITTED: 1, State.FAILED: 1}
    for state, count in added.items():
        for _ in range(count):
            batch.add(batch.photo("a.jpg"), state=state)
    page = batch.page()
    assert page.one("h1").text == "9 pictures by volcv"
    assert "8 billed calls" in page.one("header").whole_text()
    choices = {label.text.strip(): label.one("input").attributes for label in page.one("fieldset").all("label")}
    assert {" ".join(name.split()) for name in choices} == {"all 9"} | {f"{state} {n}" for state, n in added.items()}
    assert [name for name, attributes in choices.items() if "checked" in attributes] == ["all 9"]
    assert {(each["type"], each["name"]) for each in choices.values()} == {("radio", "show")}
    hidden = re.findall(
        r"body:has\(#show-(\w+):checked\) article:not\(\.(\w+)\) \{ display: none; \}", page.one("style").text
    )
    assert hidden == [(state, state) for state in State]
    shown = [article.attributes["class"] for article in page.all("article")]
    assert shown == [str(state) for state, count in added.items() for _ in range(count)]
    assert [article.one("p", "state").text for article in page.all("article")] == shown


def test_a_row_without_a_result_says_why_in_its_place(batch: Batch) -> None:
    refused = ContentRefused("volcv: the text was refused. Change the prompt.", gateway="volcv", request_id="r-1")
    batch.add(batch.photo("a.jpg"), state=State.REFUSED, error=refused)
    batch.add(batch.photo("b.jpg"), state=State.SUBMITTED)
    batch.add(batch.photo("c.jpg"), state=State.UNCLEAR, error=MaybeBilled("the line was cut", gateway="volcv"))
    batch.add(state=State.PLANNED, operation="generate")
    articles = batch.page().all("article")
    words = [article.one("figure", "after").one("span", "none").text for article in articles]
    assert words == [
        "refused",
        "paid for, and not kept yet: run the batch again",
        "nobody knows whether it ran",
        "not sent yet",
    ]
    assert articles[3].one("figure", "before").one("span", "none").text == "drawn from words"
    assert facts(articles[0])["reason"] == "volcv: the text was refused. Change the prompt. (ContentRefused)"
    assert facts(articles[0])["request"] == "r-1"
    assert facts(articles[1])["task"] == "task-001"
    assert "task" not in facts(articles[2])


def test_a_file_that_has_gone_is_named_and_not_linked(batch: Batch) -> None:
    gone = batch.photo("a.jpg")
    batch.add(gone, results=[batch.out / "never.png"])
    gone.unlink()
    page = batch.page()
    words = [element.text for element in page.all("span", "none")]
    assert words == ["before: a.jpg is not there any more", "after: never.png is not there any more"]
    assert linked(page, batch.sheet) == []


def test_the_mask_is_called_one_and_several_inputs_are_all_shown(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"), batch.photo("m.png"), operation="erase", prompt=None)
    batch.add(batch.photo("a.jpg"), batch.photo("b.jpg"), batch.photo("c.jpg"))
    erased, edited = (article.one("figure", "before") for article in batch.page().all("article"))
    assert [image.attributes["alt"] for image in erased.all("img")] == ["before: a.jpg", "mask: m.png"]
    assert [image.attributes["alt"] for image in edited.all("img")] == [f"before: {name}.jpg" for name in "abc"]


def test_pictures_are_loaded_late_into_places_of_a_fixed_size(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"), batch.photo("b.jpg"))
    page = batch.page()
    style = page.one("style").text
    assert "content-visibility: auto" in style
    for image in page.all("img"):
        attributes = image.attributes
        assert (attributes["loading"], attributes["decoding"]) == ("lazy", "async")
        assert f"width: {attributes['width']}px; height: {attributes['height']}px;" in style


def test_a_sheet_of_a_batch_that_is_still_running_is_written(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"), state=State.SUBMITTING)
    with batch.journal():
        assert batch.written_page().one("p", "state").text == "submitting"
    assert batch.written_page().one("p", "state").text == "unclear"


def test_an_older_sheet_is_replaced_by_a_whole_one_or_stays(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"))
    batch.page()
    older = batch.sheet.read_bytes()

    class Broken(JournalView):
        def rows(self) -> Iterator[Row]:
            yield from super().rows()
            raise OSError("the disk is gone")

    with Broken.open(batch.out / "journal.sqlite") as view, pytest.raises(OSError, match="the disk is gone"):
        write_contact_sheet(view, batch.sheet)
    assert batch.sheet.read_bytes() == older
    assert sorted(path.name for path in batch.out.iterdir()) == ["0.png", "index.html", "journal.sqlite"]


@pytest.mark.parametrize("content", [b"<!doctype html>\n<html>\n<p>My photos", b"\xff\xd8\xff\xe0"])
def test_a_page_of_somebody_else_is_left_alone(batch: Batch, content: bytes) -> None:
    batch.add(batch.photo("a.jpg"))
    batch.sheet.write_bytes(content)
    with batch.journal() as journal, pytest.raises(BadInput, match=r"index.html is no contact sheet; it was left"):
        write_contact_sheet(journal, batch.sheet)
    assert batch.sheet.read_bytes() == content


def test_rows_are_written_as_they_are_read(batch: Batch) -> None:
    batch.add(batch.photo("a.jpg"))
    sizes = []

    class Long(JournalView):
        def rows(self) -> Iterator[Row]:
            [row] = super().rows()
            for number in range(400):
                if number % 100 == 0:
                    [part] = batch.out.glob(".image-edit-*.part")
                    sizes.append(part.stat().st_size)
                yield row

    batch.journal().close()
    with Long.open(batch.out / "journal.sqlite") as view:
        write_contact_sheet(view, batch.sheet)
    assert sizes == sorted(set(sizes))
    assert len(Reader(batch.sheet.read_text("utf-8")).top.all("article")) == 400
