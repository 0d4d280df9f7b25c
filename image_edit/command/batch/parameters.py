"""What `batch` takes on the command line, each argument and option described once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ...network.deadline import DEFAULT_TIMEOUT
from ...options import AT_ONCE
from ..parameters import BaseUrl, Gateway, Verbose
from ..status import JOURNAL
from ..values import parser, seconds, text

if TYPE_CHECKING:
    from ...batch.batch_run import BatchWishes

#: The heading in the help of what a row may say otherwise.
DEFAULTS = "For every row that does not say otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBatch:
    """What was asked for on the command line; what is not described here is described by help.

    Attributes:
        arguments: the command line, without the program's name.
        options: the options of the editors' methods that were given.
        others: pictures beside each that is edited.
        form: the format of a table; None for what it looks like.
        as_json: whether jobs are told as JSON.
    """

    arguments: Sequence[str] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A folder of pictures; or a table of jobs, CSV or JSON Lines; - reads the table from stdin.",
            show_default=False,
        ),
    ]
    prompt: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROMPT]", parser=parser(text), help="What to do, where a row has no prompt of its own."
        ),
    ] = None
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            readable=False,  # that is looked at where more can be said
            help="The folder for the results and the journal; it is made if it is not there.",
            show_default=False,
        ),
    ]
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent and what it would cost; send and write nothing.")
    ] = False
    at_once: Annotated[int, typer.Option(metavar="N", min=1, help="How many jobs may be under way at once.")] = AT_ONCE
    max_billed: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="How many billed calls this run may send at most.")
    ] = None
    keep_going: Annotated[bool, typer.Option("--keep-going", help="Run the good rows even if others are bad.")] = False
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Let results replace files in OUT that no batch made, or that were changed since.",
        ),
    ] = False
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Send again what was refused or failed in an earlier run.")
    ] = False
    resubmit_unclear: Annotated[
        bool,
        typer.Option(
            "--resubmit-unclear",
            help="Send again what may have run and been billed in an earlier run, at the risk of paying twice.",
        ),
    ] = False
    recursive: Annotated[
        bool, typer.Option("--recursive", "-r", help="Take the pictures of the folders in SOURCE as well.")
    ] = False
    form: Annotated[
        Literal["csv", "jsonl"] | None,
        typer.Option("--format", help="Format of the table. Default: by its suffix, else by its first character."),
    ] = None
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a line of JSON for each job as it ends, instead of paths.")
    ] = False
    operation: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="edit, expand, inpaint, erase or generate. Default: what the columns and options say.",
            rich_help_panel=DEFAULTS,
        ),
    ] = None
    mask: Annotated[
        Path | None,
        typer.Option(
            "--mask", metavar="PICTURE", help="Picture whose white is redrawn, or erased.", rich_help_panel=DEFAULTS
        ),
    ] = None
    others: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="PICTURE",
            help="Another picture for each edit, for a model that takes several; may be repeated.",
            rich_help_panel=DEFAULTS,
        ),
    ] = None
    gateway: Gateway = None
    base_url: BaseUrl = None
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", parser=parser(seconds), help="For each job.", show_default=True)
    ] = DEFAULT_TIMEOUT
    verbose: Verbose = 0

    @property
    def defaults(self) -> dict[str, Any]:
        """What holds where a row says nothing, by column."""
        given = {"prompt": self.prompt, "operation": self.operation, "mask": self.mask, "with": self.others or None}
        return {**{name: value for name, value in given.items() if value is not None}, **self.options}

    @property
    def wishes(self) -> "BatchWishes":
        """How it is to be done."""
        from ...batch.batch_run import BatchWishes  # takes time, for which help does not wait

        return BatchWishes(
            journal=self.output / JOURNAL,
            at_once=self.at_once,
            max_billed=self.max_billed,
            keep_going=self.keep_going,
            replace=self.replace,
            retry_failed=self.retry_failed,
            resubmit_unclear=self.resubmit_unclear,
        )
