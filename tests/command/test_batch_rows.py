"""Rows of a batch: tables as spreadsheets, programs and people write them, and folders of pictures."""

import csv
import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from image_edit import BadInput
from image_edit.batch.job import Job
from image_edit.command.batch.rows.columns import columns, operations, value_of
from image_edit.command.batch.rows.jobs import JobList, jobs_of
from image_edit.command.batch.rows.names import name_of_image, name_of_prompt, natural, unique_names
from image_edit.command.batch.rows.problem import BadRows, RowProblem
from image_edit.command.batch.rows.source import Source, pictures_in, rows_of
from image_edit.command.batch.rows.table import Table, format_of, read_table
from image_edit.options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions
from tests.support.editing import PICTURE

ROWS: list[dict[str, str]] = [
    {"image": "cat.png", "prompt": "Add a hat", "seed": "7"},
    {"image": "my dog.png", "prompt": 'Say "hello";\nthen, smile', "seed": ""},
    {"image": "ünï 猫.png", "prompt": "Mach es schön: 夜の灯台 🌃", "seed": "-1"},
]
READ = [{name: cell for name, cell in row.items() if cell} for row in ROWS]


@pytest.fixture(autouse=True)
def _of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def cells(table: Table) -> list[dict[str, object]]:
    return [dict(row.cells) for row in table.rows]


def read(text: str | bytes, kind: Any = "csv") -> Table:
    return read_table(text.encode() if isinstance(text, str) else text, kind, "jobs")


def jobs(text: str, *, kind: Any = "csv", output: str = "out", defaults: Mapping[str, Any] | None = None) -> JobList:
    table = read(text, kind)
    there = (row.cells.get(column) for row in table.rows for column in ("image", "mask", "with"))
    pictures(*(name for name in there if isinstance(name, str) and "." in name and ":" not in name and "|" not in name))
    Path(output).mkdir(exist_ok=True)
    return jobs_of(table, defaults=defaults or {}, inputs=Path(), output=Path(output))


def pictures(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()


def told(found: Iterable[RowProblem]) -> list[str]:
    return [str(problem) for problem in found]


# --- CSV, as it is written elsewhere --------------------------------------------------------------------------------


class _Semicolons(csv.excel):
    delimiter = ";"


class _AllQuoted(csv.excel):
    quoting = csv.QUOTE_ALL


@pytest.mark.parametrize("dialect", [csv.excel, csv.excel_tab, csv.unix_dialect, _Semicolons, _AllQuoted])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_as_the_csv_module_wrote_it(dialect: type[csv.Dialect], encoding: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, ["image", "prompt", "seed"], dialect=dialect)
    writer.writeheader()
    writer.writerows(ROWS)
    assert cells(read(written.getvalue().encode(encoding))) == READ


# What the programs save, byte by byte: Excel as "CSV UTF-8", in a country of commas and in one of semicolons;
# LibreOffice, which quotes texts alone and ends lines as Unix does; an Excel of the Macintosh; a converter of
# workbooks, which fills short rows and quotes all; a hint for Excel in the first line; a person.
WRITTEN = {
    "excel": b'\xef\xbb\xbfimage,prompt,seed\r\ncat.png,Add a hat,7\r\ndog.png,"Say ""hi"",\nthen smile",\r\n',
    "excel in Europe": b"\xef\xbb\xbfimage;prompt;seed\r\n"
    b'cat.png;Add a hat;7\r\ndog.png;"Say ""hi"",\nthen smile";\r\n',
    "libreoffice": b'"image","prompt","seed"\n"cat.png","Add a hat",7\n"dog.png","Say ""hi"",\nthen smile",\n',
    "old macintosh": b'image,prompt,seed\rcat.png,Add a hat,7\rdog.png,"Say ""hi"",\nthen smile",\r',
    "converter": b"image,prompt,seed,,\r\n"
    b'"cat.png","Add a hat","7","",""\r\n"dog.png","Say ""hi"",\nthen smile","","",""\r\n,,,,\r\n',
    "hint": b'sep=;\r\nimage;prompt;seed\r\ncat.png;Add a hat;7\r\ndog.png;"Say ""hi"",\nthen smile";\r\n',
    "by hand": b'\nimage, prompt, seed\n\ncat.png, Add a hat, 7\n\n\ndog.png, "Say ""hi"",\nthen smile",',
    "short rows": b'image\tprompt\tseed\ncat.png\tAdd a hat\t7\ndog.png\t"Say ""hi"",\nthen smile"',
}


@pytest.mark.parametrize("program", WRITTEN)
def test_a_table_is_read_as_spreadsheets_and_people_write_it(program: str) -> None:
    assert cells(read(WRITTEN[program])) == [
        {"image": "cat.png", "prompt": "Add a hat", "seed": "7"},
        {"image": "dog.png", "prompt": 'Say "hi",\nthen smile'},
    ]


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    table = read('image,prompt\ncat.png,"one\ntwo\nthree"\n\n,\ndog.png,four\n')
    assert [row.label for row in table.rows] == ["row 2", "row 5"]


def test_headers_are_the_names_of_options_however_they_are_spelled() -> None:
    table = read("Image,PROMPT,Negative-Prompt,vendor options\na.png,b,fog,{}\n")
    assert cells(table) == [{"image": "a.png", "prompt": "b", "negative_prompt": "fog", "vendor_options": "{}"}]


def test_a_cell_may_hold_a_picture_itself() -> None:
    picture = "data:image/png;base64," + 200_000 * "A"
    assert cells(read(f'prompt,image\nx,"{picture}"\n')) == [{"prompt": "x", "image": picture}]
    assert csv.field_size_limit() == 131072


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"image,prompt\na.png,x\nb.png,sch\xf6n\n",
            'row 3 is not UTF-8 (the byte 0xf6). Save it as "CSV UTF-8"',
        ),
        (b'image,prompt\na.png,"x\ny"\nb.png,sch\xf6n\n', "row 3 is not UTF-8"),
        (b'image,prompt\na.png,"x\n', "row 2 is no CSV"),
        (b'image,prompt\na.png,ok\nb.png,"say "hi""\n', "row 3 is no CSV"),
        (b"", "has no rows|names no column"),
        (b"image,prompt\n\n,\n", "has no rows"),
        (b"a.png,make it night\n", "row 1 names no column that is known"),
        (b"PK\x03\x04 and more", "is a workbook. Save it as CSV UTF-8 first"),
    ],
)
def test_what_is_no_table_is_told_in_one_line_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(BadInput) as raised:
        read(content)
    assert any(each in str(raised.value) for each in message.split("|"))
    assert "\n" not in str(raised.value)


def test_columns_that_do_not_exist_are_all_told_with_what_was_meant() -> None:
    table = read("image,promt,seeed,comment,image\na.png,x,7,nice,b.png\n")
    assert table.has_bad_header
    assert told(table.problems) == [
        "row 1, promt: there is no such column. Did you mean 'prompt'?",
        "row 1, seeed: there is no such column. Did you mean 'seed'?",
        "row 1, comment: there is no such column.",
        "row 1, image: the column is there twice",
    ]


def test_a_header_in_which_every_name_is_misspelt_is_a_header_all_the_same() -> None:
    table = read("picture,promt\na.png,x\n")
    assert table.has_bad_header
    assert told(table.problems) == [
        "row 1, picture: there is no such column.",
        "row 1, promt: there is no such column. Did you mean 'prompt'?",
    ]


def test_a_cell_beyond_the_columns_is_a_problem_of_its_row() -> None:
    table = read("image,prompt\na.png,a hat, and a scarf\nb.png,x\n")
    assert told(table.problems) == [
        "row 2: 'and a scarf' is in no column; a text that holds the separator is written in double quotes"
    ]
    assert [row.label for row in table.rows] == ["row 3"]


# --- JSON Lines -----------------------------------------------------------------------------------------------------


def test_json_lines_are_read_as_json_writes_them() -> None:
    found: list[dict[str, Any]] = [
        {"image": "cat.png", "prompt": "two\nlines", "seed": 7, "vendor_options": {"n": 1}, "fit": True},
        {"image": "ünï 猫.png", "prompt": "x", "with": ["b.png", "c.png"], "negative-prompt": "fog", "scale": None},
    ]
    written = "\r\n\n".join(json.dumps(each, ensure_ascii=number == 0) for number, each in enumerate(found))
    table = read(written, "jsonl")
    assert [row.label for row in table.rows] == ["line 1", "line 3"]
    assert cells(table)[0] == found[0]
    assert cells(table)[1] == {
        "image": "ünï 猫.png", "prompt": "x", "with": ["b.png", "c.png"], "negative_prompt": "fog",
    }  # fmt: skip


def test_each_line_that_is_wrong_is_told_and_the_others_are_read() -> None:
    table = read('{"image": "a.png"\n[1]\n{"promt": "x"}\n{"seed": NaN}\n{"a": 1, "a": 2}\n{"image": "b.png"}', "jsonl")
    assert [(each.label, each.column) for each in table.problems] == [
        ("line 1", ""), ("line 2", ""), ("line 3", "promt"), ("line 4", ""), ("line 5", ""),
    ]  # fmt: skip
    assert "Did you mean 'prompt'?" in table.problems[2].message
    assert [row.label for row in table.rows] == ["line 6"]


def test_one_json_list_is_told_with_how_to_make_lines_of_it() -> None:
    with pytest.raises(BadInput, match=r"jq -c '\.\[\]'"):
        read('[{"image": "a.png"}]', "jsonl")
    with pytest.raises(BadInput, match="line 2 is not UTF-8"):
        read(b'{"image": "a.png"}\n{"image": "\xf6.png"}', "jsonl")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"image": 1}', "jsonl"),
        (b'\xef\xbb\xbf\n {"a"', "jsonl"),
        (b"[", "jsonl"),
        (b"image,prompt", "csv"),
        (b"", "csv"),
    ],
)
def test_the_format_of_stdin_is_told_by_its_first_character(content: bytes, kind: str) -> None:
    assert format_of(content) == kind


# --- the types of cells ---------------------------------------------------------------------------------------------


def test_every_option_of_every_method_is_a_column_and_no_other_is() -> None:
    options = {name for kind in (EditOptions, ExpandOptions, InpaintOptions, EraseOptions, GenerateOptions)
               for name in get_type_hints(kind)}  # fmt: skip
    assert columns().keys() == options | {"image", "mask", "prompt", "with", "operation", "output"}


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("seed", "7", 7),
        ("seed", " -1 ", -1),
        ("seed", "7.0", 7),
        ("seed", 7, 7),
        ("seed", 7.0, 7),
        ("scale", "0.5", 0.5),
        ("scale", "0,5", 0.5),
        ("scale", ",5", 0.5),
        ("scale", 1, 1),
        ("fit", "TRUE", True),
        ("fit", "no", False),
        ("fit", True, True),
        ("watermark", "yes", True),
        ("watermark", "False", False),
        ("watermark", "made by a machine", "made by a machine"),
        ("watermark", False, False),
        ("prompt", " 7 ", " 7 "),
        ("vendor_options", '{"n": 2}', {"n": 2}),
        ("vendor_options", {"n": 2}, {"n": 2}),
        ("with", "b.png | c.png", ["b.png", "c.png"]),
        ("with", ["b.png"], ["b.png"]),
    ],
)
def test_a_cell_is_read_as_the_type_of_its_option(column: str, cell: object, value: object) -> None:
    found = value_of(column, cell)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("seed", "x", "'x' is not a whole number"),
        ("seed", "7.5", "'7.5' is not a whole number"),
        ("seed", 7.5, "7.5 is not a whole number"),
        ("seed", True, "true is not a whole number"),
        ("seed", "1,000", "'1,000' is not a whole number"),
        ("scale", "nan", "'nan' is not a number"),
        ("scale", "1e999", "'1e999' is not a number"),
        ("scale", "0.5.1", "'0.5.1' is not a number"),
        ("fit", "maybe", "'maybe' is not true or false"),
        ("fit", 1, "1 is not true or false"),
        ("prompt", 7, "7 is not a text"),
        ("prompt", ["x"], '["x"] is not a text'),
        ("vendor_options", "[1]", "[1] is not a JSON object"),
        ("vendor_options", "{n: 1}", "'{n: 1}' is no JSON"),
        ("with", [1], "[1] is no list of pictures"),
        ("watermark", 7, "7 is not true or false, nor a text"),
    ],
)
def test_a_cell_of_another_type_is_told_with_what_it_has_to_be(column: str, cell: object, message: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  any
        value_of(column, cell)
    assert message in str(raised.value)


# --- jobs of rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "operation"),
    [
        ("image,prompt", "a.png,x", "edit"),
        ("image,prompt,negative-prompt,with", "a.png,x,fog,b.png", "edit"),
        ("image,to", "a.png,16:9", "expand"),
        ("image,left,prompt", "a.png,0.5,sea", "expand"),
        ("image,mask,prompt", "a.png,b.png,x", "inpaint"),
        ("image,mask", "a.png,b.png", "erase"),
        ("prompt,model", "x,m", "generate"),
        ("image,mask,prompt,operation", "a.png,,x,edit", "edit"),
        ("image,prompt,model,operation", ",x,m,Generate", "generate"),
        ("image,mask,prompt,operation", "a.png,b.png,,erase", "erase"),
    ],
)
def test_the_columns_say_which_operation_is_meant_unless_the_row_does(header: str, row: str, operation: str) -> None:
    found = jobs(f"{header}\n{row}\n")
    assert told(found.problems) == []
    assert [job.operation for job in found.jobs] == [operation]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("image,prompt\na.png,\n", "row 2, prompt: there is no prompt, and edit needs one"),
        ("image,prompt,model\n,x,m\n", "row 2, image: there is no image, and edit needs one"),
        ("image,mask,prompt\na.png,,x\n", "row 2, mask: there is no mask, and inpaint needs one"),
        ("image,mask,prompt\na.png,b.png,\n", "row 2, prompt: there is no prompt, and inpaint needs one"),
        ("prompt\nx\n", "row 2, model: there is no model, and generate needs one"),
    ],
)
def test_a_forgotten_cell_makes_no_other_call_but_a_problem(text: str, problem: str) -> None:
    found = jobs(text)
    assert [each.partition(";")[0] for each in told(found.problems)] == [problem]
    assert found.jobs == []


def test_a_job_has_what_its_row_says() -> None:
    found = jobs(
        "image,prompt,with,output,seed,negative_prompt,fit,timeout,watermark\n"
        "a.png,Add a hat,https://example.com/b.png,sub/hat.png,7,fog,yes,60,no\n"
    )
    assert told(found.problems) == []
    (job,) = found.jobs
    assert job == Job.edit(
        [Path("a.png"), "https://example.com/b.png"], "Add a hat", "out/sub/hat.png",
        seed=7, negative_prompt="fog", fit=True, timeout=60, watermark=False,
    ).labelled("row 2")  # fmt: skip


def test_options_of_the_command_line_hold_where_a_row_says_nothing() -> None:
    found = jobs(
        "image,prompt,seed\na.png,,\nb.png,Make it day,8\n",
        defaults={"prompt": "Make it night", "seed": 7, "size": "2K"},
    )
    assert [(job.prompt, dict(job.options)) for job in found.jobs] == [
        ("Make it night", {"seed": 7, "size": "2K"}),
        ("Make it day", {"seed": 8, "size": "2K"}),
    ]
    (job,) = jobs("image\na.png\n", defaults={"to": "16:9"}).jobs
    assert (job.operation, job.options) == ("expand", {"to": "16:9"})


def test_an_option_of_the_command_line_is_left_out_where_the_operation_takes_none() -> None:
    (job,) = jobs("image,mask\na.png,b.png\n", defaults={"negative_prompt": "fog", "seed": 7}).jobs
    assert job.options == {"seed": 7}


def test_paths_are_relative_to_the_table_and_outputs_to_the_folder_of_results(tmp_path: Path) -> None:
    pictures("tables/a.png", "elsewhere/b.png")
    Path("out").mkdir()
    table = read(f"image,prompt,output\na.png,x,1.png\n{tmp_path / 'elsewhere/b.png'},x,sub/2.png\n")
    found = jobs_of(table, defaults={}, inputs=Path("tables"), output=Path("out"))
    assert [(job.images, job.output) for job in found.jobs] == [
        ((Path("tables/a.png"),), Path("out/1.png")),
        ((tmp_path / "elsewhere/b.png",), Path("out/sub/2.png")),
    ]


def test_without_an_output_the_name_is_that_of_the_input_without_its_suffix() -> None:
    found = jobs("image,prompt\nin/Shot 10.31.22.png,x\nhttps://example.com/a/b%20c.jpg?d=e,x\n")
    assert [job.output for job in found.jobs] == [Path("out/Shot 10-31-22"), Path("out/b c")]
    found = jobs("prompt,model\nA lighthouse: at night!,m\n夜の灯台,m\n")
    assert [job.output for job in found.jobs] == [Path("out/a-lighthouse-at-night"), Path("out/夜の灯台")]
    assert told(jobs('image,prompt\n"data:image/png;base64,AAAA",x\n').problems) == [
        "row 2, output: its result needs a name, and the input has none to take it from"
    ]


def test_all_that_is_wrong_is_told_by_row_and_column_in_the_order_of_the_rows() -> None:
    Path("folder.png").mkdir()
    pictures("a.png")
    table = read(
        "image,prompt,seed,scale,operation,output,to\n"
        "missing.png,,x,y,,,\n"
        "a.png,x,7,0.5,edti,,\n"
        "folder.png,x,1,1,edit,nowhere/../../up/a.png,16:9\n"
        "a.png,x,,,,ok.png,\n"
        "a.png,x,,,,sub/,\n"
        f"a.png,x,,,,{'x' * 300}.png,\n"
    )
    Path("out").mkdir()
    found = jobs_of(table, defaults={}, inputs=Path(), output=Path("out"))
    assert told(found.problems) == [
        "row 2, image: there is no file 'missing.png'",
        "row 2, seed: 'x' is not a whole number",
        "row 2, scale: 'y' is not a number",
        "row 2, prompt: there is no prompt, and edit needs one; a column operation says if something else is wanted",
        "row 3, operation: 'edti' is none of edit, expand, inpaint, erase, generate. Did you mean 'edit'?",
        "row 4, image: 'folder.png' is a folder",
        "row 4, to: edit does not take it, expand would",
        "row 4, output: there is no folder 'out/nowhere/../../up'; make it first",
        "row 6, output: 'sub/' is a folder; give the name of a file",
        f"row 7, output: no file can be made at 'out/{'x' * 196}': File name too long",
    ]
    assert [job.label for job in found.jobs] == ["row 5"]


def test_two_rows_with_one_output_are_told_by_row_also_where_a_suffix_may_make_them_one() -> None:
    found = jobs("image,prompt,output\na.png,x,1.png\nb.png,x,1.PNG\nc.png,x,1\nd.png,x,1.jpg\ne.png,x,2\n")
    assert told(found.problems) == [
        "row 3, output: row 2 is kept as 'out/1.PNG', too; give each an output of its own",
        "row 4, output: row 2 is kept as 'out/1', too; give each an output of its own",
    ]
    assert [job.label for job in found.jobs] == ["row 2", "row 5", "row 6"]
    found = jobs("image,prompt\na.png,x\na.png,y\n")
    assert told(found.problems) == ["row 3, output: row 2 is kept as 'out/a', too; give each an output of its own"]


def test_a_result_never_replaces_an_input() -> None:
    found = jobs("image,prompt,output\na.png,x,../a.png\nb.png,x,../a\nc.png,x,../c.jpg\nd.png,x,d.png\n")
    assert told(found.problems) == [
        "row 2, output: the result would replace an input picture, 'out/../a.png'; choose another name or folder",
        "row 3, output: the result would replace an input picture, 'out/../a'; choose another name or folder",
    ]
    assert len(jobs("image,prompt\na.png,x\n", output=".").problems) == 1


def test_twenty_problems_are_told_and_the_rest_is_counted() -> None:
    error = BadRows("jobs.csv", [RowProblem(f"row {number}", "seed", f"no {number}") for number in range(2, 33)])
    lines = str(error).splitlines()
    assert lines[0] == "jobs.csv has 31 problems:"
    assert (lines[1], lines[20], lines[21:]) == (
        "  row 2, seed: no 2", "  row 21, seed: no 21", ["  and 11 more", "Nothing was sent."],
    )  # fmt: skip


def test_a_problem_that_many_rows_have_is_told_once() -> None:
    error = BadRows(
        "jobs.csv", [RowProblem(f"row {number}", "seed" if number < 9 else "", "no") for number in range(2, 11)]
    )
    assert str(error).splitlines()[1:-1] == ["  row 2, row 3, row 4 and 4 more, seed: no", "  row 9, row 10: no"]


def test_a_suffix_that_no_picture_has_is_a_problem_of_its_row() -> None:
    (problem,) = jobs("image,prompt,output\na.png,x,hat.xyz\nb.png,x,hat.jpeg\n").problems
    assert (problem.label, problem.column) == ("row 2", "output")
    assert "no picture can be written with the suffix .xyz" in problem.message


# --- where rows come from -------------------------------------------------------------------------------------------


def rows_from(source: str, **options: Any) -> Source:
    return rows_of(source, output=Path("out"), **options)


def test_a_folder_gives_a_row_for_each_picture_with_a_name_for_its_result() -> None:
    pictures("in/10.png", "in/2.png", "in/2.jpg", "in/sub/a.png", *(f"in/{number}.txt" for number in range(7)))
    found = rows_from("in")
    assert [(row.label, dict(row.cells)) for row in found.table.rows] == [
        ("2.jpg", {"image": "2.jpg", "output": "2-jpg"}),
        ("2.png", {"image": "2.png", "output": "2-png"}),
        ("10.png", {"image": "10.png", "output": "10"}),
    ]
    assert found.notes == ["7 files passed over, of no type of picture: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, …"]
    made = jobs_of(found.table, defaults={"prompt": "x"}, inputs=found.inputs, output=Path("out"))
    assert [(job.operation, job.images, job.output) for job in made.jobs] == [
        ("edit", (Path("in/2.jpg"),), Path("out/2-jpg")),
        ("edit", (Path("in/2.png"),), Path("out/2-png")),
        ("edit", (Path("in/10.png"),), Path("out/10")),
    ]
    assert [row.label for row in rows_from("in", recursive=True).table.rows][-1] == "sub/a.png"


def test_the_format_of_a_file_is_told_by_its_suffix_or_by_its_first_character() -> None:
    for name in ("a.csv", "a.CSV", "a.txt", "a"):
        Path(name).write_text("image,prompt\na.png,x\n")
        assert cells(rows_from(name).table) == [{"image": "a.png", "prompt": "x"}]
    for name in ("b.jsonl", "b.ndjson", "b.txt", "b"):
        Path(name).write_text('{"image": "a.png", "prompt": "x"}\n')
        assert cells(rows_from(name).table) == [{"image": "a.png", "prompt": "x"}]
    with pytest.raises(BadInput, match="is no CSV"):
        rows_from("b.jsonl", form="csv")


def test_a_table_on_stdin_has_paths_of_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for written in ("image,prompt\na.png,x\n", '{"image": "a.png", "prompt": "x"}'):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(written.encode())))
        found = rows_from("-")
        assert (found.name, found.inputs, found.table.rows[0].cells["image"]) == ("stdin", Path(), "a.png")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(BadInput, match="stdin, and that is closed"):
        rows_from("-")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("missing.csv", "there is no folder and no table 'missing.csv'"),
        ("cat.png", "'cat.png' is a picture, which `image-edit edit` edits"),
        ("empty", "there is no picture in 'empty'. --recursive looks into the folders in it, too"),
        ("out", "-o out: the results would lie among the pictures"),
    ],
)
def test_what_gives_no_rows_is_told_in_one_line(source: str, message: str) -> None:
    pictures("cat.png", "empty/notes.txt", "out/a.png")
    with pytest.raises(BadInput) as raised:
        rows_from(source)
    assert message in str(raised.value)


# --- folders --------------------------------------------------------------------------------------------------------


def test_a_folder_gives_its_pictures_in_the_order_of_people_and_tells_what_it_passes_over() -> None:
    pictures("in/10.png", "in/2.JPG", "in/a.webp", "in/notes.txt", "in/.hidden.png", "in/.git/x.png", "in/sub/1.png")
    pictures("in/out/2.png", "in/paper.pdf")
    found, others = pictures_in(Path("in"), recursive=False, without=Path("in/out"))
    assert [str(file) for file in found] == ["2.JPG", "10.png", "a.webp"]
    assert [str(file) for file in others] == ["notes.txt", "paper.pdf"]
    found, _ = pictures_in(Path("in"), recursive=True, without=Path("in/../in/out/"))
    assert [str(file) for file in found] == ["2.JPG", "10.png", "a.webp", "sub/1.png"]


def test_a_link_to_a_picture_is_one_and_a_link_to_a_folder_is_not_followed() -> None:
    pictures("in/sub/a.png")
    Path("in/link.png").symlink_to("sub/a.png")
    Path("in/sub/again").symlink_to("..")
    found, _ = pictures_in(Path("in"), recursive=True, without=Path("out"))
    assert [str(file) for file in found] == ["link.png", "sub/a.png"]


def test_every_suffix_of_a_picture_that_the_project_has_is_taken(tmp_path: Path) -> None:
    shutil.copy(PICTURE, tmp_path)
    found, _ = pictures_in(tmp_path, recursive=False, without=tmp_path / "out")
    assert [str(file) for file in found] == [PICTURE.name]


def test_a_folder_that_cannot_be_listed_is_told_in_one_line() -> None:
    with pytest.raises(BadInput, match="the folder 'missing' cannot be listed: No such file or directory"):
        pictures_in(Path("missing"), recursive=False, without=Path("out"))


def test_files_of_one_stem_get_names_of_their_own() -> None:
    files = [
        "cat.png",
        "cat.jpg",
        "Cat.webp",
        "dog.png",
        "sub/cat.png",
        "a.b.png",
        "a-b.png",
        "x.png",
        "x.PNG",
        "x-png.gif",
    ]
    names = unique_names(map(Path, files))
    assert {str(file): str(name) for file, name in names.items()} == {
        "cat.png": "cat-png", "cat.jpg": "cat-jpg", "Cat.webp": "Cat-webp", "dog.png": "dog", "sub/cat.png": "sub/cat",
        "a.b.png": "a-b-png", "a-b.png": "a-b-png-2", "x.png": "x-png-2", "x.PNG": "x-png-3", "x-png.gif": "x-png",
    }  # fmt: skip
    assert len({str(name).casefold() for name in names.values()}) == len(files)


def test_names_are_sorted_as_people_do() -> None:
    names = ["10.png", "9.png", "a10", "A9", "a/2", "a/10", "b", "²"]
    assert sorted(names, key=natural) == ["9.png", "10.png", "a/2", "a/10", "A9", "a10", "b", "²"]


def test_a_long_prompt_gives_a_name_that_files_may_have() -> None:
    assert name_of_prompt("word " * 100) == "-".join(["word"] * 12)
    assert len(name_of_prompt("x" * 500)) == 60
    assert name_of_prompt("?!") == ""
    assert name_of_image("..png") in ("", "-")
    assert operations()["generate"].required == ("prompt", "model")
    assert os.sep not in name_of_prompt("a/b\\c")
