"""The blocking editor."""

import time
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Self, Unpack

import httpx

from .configuration import MAX_PICTURE_BYTES, limits
from .edited_image import EditedImage
from .editor_base import EditorBase
from .editor_core import EditorCore, Plan, Submission
from .flows import Flows
from .gateway_name import GatewayName
from .network.deadline import DEFAULT_TIMEOUT
from .network.runtime import BlockingRuntime, run
from .options import BatchOptions, EditCall, EraseCall, ExpandCall, GenerateCall, InpaintCall, spelled_out
from .pictures.source import PictureSource, PictureSources, several
from .policy import Policy
from .task import Task

if TYPE_CHECKING:  # importing it takes time, and most callers have no batch
    from .batch.job import Job
    from .batch.outcome import Outcome
    from .batch.threads import ThreadedBatch


class ImageEditor(EditorBase):
    """Edits pictures through a gateway. May be used by several threads at once; close it, or use it with `with`.

    Once it was used, a process that is forked off needs one of its own.

    Every call has one deadline for all of it: the submit, the polls and the download. A billed submit is sent again
    only where it certainly did not run; where that is unclear, `MaybeBilled` is raised.

    Args:
        gateway: `ai302`, `volcv` or `oceanbase`.
        api_key: the gateway's key; None takes `AI302_API_KEY`, `VOLCV_API_KEY` or `OCEANBASE_API_KEY`.
        base_url: the gateway's address; None takes `<GATEWAY>_BASE_URL`, else what its document says (ai302 alone).
        timeout: seconds that a call may take in all, unless it is told otherwise.
        policy: when to try again and how often to ask; None for the default table.
        max_picture_bytes: the largest result that is read, in bytes.
        http_client: an httpx client of your own, with its proxies, headers and certificates; it is not closed here.
            Its own connections bound each read by the deadline, so that headers that come byte by byte may outlive
            it. None makes one, which honours the proxies and certificates that the environment names, but reaches
            this machine directly, and has no such gap.

    Raises:
        BadInput: there is no such gateway, no base URL, an argument makes no sense, or the environment names a proxy
            or certificates that cannot be used.
        AuthenticationError: there is no key.
    """

    _awaits = False
    _sleep: Callable[[float], None] = staticmethod(time.sleep)

    def __init__(
        self,
        gateway: GatewayName = "ai302",
        api_key: str | None = None,
        base_url: str | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        policy: Policy | None = None,
        max_picture_bytes: int = MAX_PICTURE_BYTES,
        http_client: httpx.Client | None = None,
    ) -> None:
        core = EditorCore(gateway, api_key, base_url, timeout, policy, max_picture_bytes, self._clock)
        client = http_client
        self._own_client = None
        if client is None:
            # It needs httpcore, which httpx too loads with its first client.
            from .network.own_client import blocking_client

            client = self._own_client = blocking_client(limits(None))
        self._core, self._flows = core, Flows(core, BlockingRuntime(core.address, client, self._sleep))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, but not those of a client of your own."""
        if self._own_client is not None:
            self._own_client.close()

    @spelled_out
    def edit(self, image: PictureSources, prompt: str, **options: Unpack[EditCall]) -> EditedImage:
        """Edit a picture by an instruction; wait for the result and fetch it.

        What is left out is not sent, so that the gateway's own default holds. Bounds are those of the gateway's
        document. Of several pictures that come back the first is returned: `submit_edit(…).results()` gives them all.

        Args:
            image: a path, bytes, an open file, a PIL image, or a URL, which the gateway fetches; or a list of several,
                up to 14, for a model of Ark that takes several.
            prompt: what to change; of several pictures it may name each by its place in the list.
            seed: of the random number generator; -1 picks one. Models of Ark take -1 to 2147483647.
            scale: how closely the text is followed, 0 to 1; of models of Ark 1 to 10.
            negative_prompt: what the picture should not show (volcv's `byteedit_v2.0`).
            watermark: whether to mark the result; a text is drawn itself, but not by models of Ark.
            model: volcv has `byteedit_v2.0`, which is that of None, and `seededit_v3.0`. ai302 has SeedEdit 3.0 as a
                task, which is that of None, and models of Ark (`doubao-…`), which answer at once. oceanbase has models
                of Ark; None is one that edits.
            size: of the result, as `adaptive`, `2K`, or width and height in pixels as `2048x2048` (models of Ark).
            vendor_options: more fields, as the model's own page names them (models of Ark).
            fit: whether a picture beyond the gateway's limits is scaled down and re-encoded, rather than refused.
            timeout: seconds for all of it; None for the editor's.
            submitted: a function that is called with the `Task` as soon as it is known, before anything else is done,
                so that its `id` and `model` can be kept while the call goes on; also, with the `id` None, where the
                gateway answered at once. It is called in this thread. What it raises ends the call, and names the task
                by `task_id`. For `AsyncImageEditor` it may be a coroutine function, and is told the `AsyncTask`.

        Raises:
            BadInput: something is not allowed, as `BadPicture` or `NotSupported`; nothing was sent.
            MaybeBilled: it was sent and its outcome is unknown.
            ContentRefused: a content check refused the text, the picture or the result.
            DeadlinePassed: the time is over; `task_id`, and `model`, pick the task up again.
            DownloadFailed: the result was made and could not be fetched; the error's `url` is where it lies.
            ImageEditError: any other error of the tree.
        """
        return self._first_image(self._core.plan("edit", options, images=several(image), prompt=prompt))

    @spelled_out
    def submit_edit(self, image: PictureSources, prompt: str, **options: Unpack[EditCall]) -> Task:
        """Submit an edit and return its task at once; arguments and errors as in `edit`.

        A call that has no tasks (that of Ark's models) answers with the pictures: `Task.id` is None then.
        """
        return self._submitted(self._core.plan("edit", options, images=several(image), prompt=prompt))

    @spelled_out
    def expand(self, image: PictureSource, **options: Unpack[ExpandCall]) -> EditedImage:
        """Extend a picture beyond its edges (volcv). The canvas and its mask are made here; a side left out stays.

        Args:
            image: a path, bytes, an open file or a PIL image; one, and no URL.
            to: the ratio of width to height to extend to, as `16:9`; or else one or more sides.
            top: how far to extend upwards, as a fraction of the picture's height, greater than 0 and at most 1.
            bottom: downwards, of the height.
            left: to the left, of the width.
            right: to the right, of the width.
            prompt: what to draw there; None leaves it to the gateway.
            seed: of the random number generator; -1 picks one.
            scale: how closely the text is followed, 1 to 20.
            steps: diffusion steps, 1 to 50.
            strength: of the change, 0.1 to 1.
            watermark: whether to mark the result; a text is drawn itself.
            fit: whether a canvas beyond the gateway's limits is scaled down, rather than refused.
            timeout: seconds for all of it; None for the editor's.
            submitted: told the task, as in `edit`.

        Raises:
            ImageEditError: as in `edit`.
        """
        return self._first_image(self._core.plan("expand", options, images=[image]))

    @spelled_out
    def submit_expand(self, image: PictureSource, **options: Unpack[ExpandCall]) -> Task:
        """Submit an extension and return its task at once; arguments and errors as in `expand`."""
        return self._submitted(self._core.plan("expand", options, images=[image]))

    @spelled_out
    def inpaint(
        self, image: PictureSource, mask: PictureSource, prompt: str, **options: Unpack[InpaintCall]
    ) -> EditedImage:
        """Redraw the part of a picture that a mask marks (volcv).

        Args:
            image: one picture, as in `edit`.
            mask: a picture of the same size: white is redrawn, black stays.
            prompt: what to draw there.
            seed: of the random number generator; -1 picks one.
            scale: how closely the text is followed, 1 to 20.
            steps: diffusion steps, 1 to 50.
            watermark: whether to mark the result; a text is drawn itself.
            fit: as in `edit`; a mask of the same shape is scaled to the picture's size.
            timeout: seconds for all of it; None for the editor's.
            submitted: told the task, as in `edit`.

        Raises:
            ImageEditError: as in `edit`.
        """
        return self._first_image(self._core.plan("inpaint", options, images=[image], mask=mask, prompt=prompt))

    @spelled_out
    def submit_inpaint(
        self, image: PictureSource, mask: PictureSource, prompt: str, **options: Unpack[InpaintCall]
    ) -> Task:
        """Submit a redrawing and return its task at once; arguments and errors as in `inpaint`."""
        return self._submitted(self._core.plan("inpaint", options, images=[image], mask=mask, prompt=prompt))

    @spelled_out
    def erase(self, image: PictureSource, mask: PictureSource, **options: Unpack[EraseCall]) -> EditedImage:
        """Remove what a mask marks from a picture, and fill the gap with what is around it (volcv).

        Args:
            image: one picture, as in `edit`.
            mask: a picture of the same size: white goes, black stays.
            seed: of the random number generator; -1 picks one.
            scale: 1 to 20.
            steps: diffusion steps, 1 or more.
            strength: of the change, 0.1 to 1.
            watermark: whether to mark the result; a text is drawn itself.
            fit: as in `inpaint`.
            timeout: seconds for all of it; None for the editor's.
            submitted: told the task, as in `edit`.

        Raises:
            ImageEditError: as in `edit`.
        """
        return self._first_image(self._core.plan("erase", options, images=[image], mask=mask))

    @spelled_out
    def submit_erase(self, image: PictureSource, mask: PictureSource, **options: Unpack[EraseCall]) -> Task:
        """Submit a removal and return its task at once; arguments and errors as in `erase`."""
        return self._submitted(self._core.plan("erase", options, images=[image], mask=mask))

    @spelled_out
    def generate(self, prompt: str, **options: Unpack[GenerateCall]) -> EditedImage:
        """Draw a picture (ai302, oceanbase); of several, the first is returned: `submit_generate` gives them all.

        Args:
            prompt: what to draw.
            model: the model: one of Ark (`doubao-…`), or of ai302's older ones, as `general_v2.1_L`, or any other of
                oceanbase. Those of Bailian (`wan…`, `qwen…`) mostly answer with a task, all others at once.
            seed: of the random number generator, -1 to 2147483647; -1 picks one (not of other models of oceanbase,
                which take this and what follows by `vendor_options`).
            scale: how closely the text is followed; of models of Ark 1 to 10.
            size: of the result, as `2K`, or width and height in pixels as `2048x2048`; ai302's older models know the
                latter alone.
            watermark: whether to mark the picture as made by a machine; ai302's older models draw a text itself.
            vendor_options: more, as the model's own page names it: fields of the request, of Bailian's `parameters`.
            timeout: seconds for all of it; None for the editor's.
            submitted: told the task, as in `edit`.

        Raises:
            ImageEditError: as in `edit`.
        """
        return self._first_image(self._core.plan("generate", options, prompt=prompt))

    @spelled_out
    def submit_generate(self, prompt: str, **options: Unpack[GenerateCall]) -> Task:
        """Submit a picture to be drawn and return its task at once; arguments and errors as in `generate`."""
        return self._submitted(self._core.plan("generate", options, prompt=prompt))

    def call(self, operation_id: str, /, **fields: Any) -> Task:
        """Call any operation of the gateway's document, for an algorithm that no schema knows yet.

        All fields are sent as they are given. Nothing but what JSON can hold is asked of them. If the operation is
        billed, it is sent once, as all that is billed.

        Args:
            operation_id: the operation, as `cv_sync2async_submit_task`.
            fields: the operation's parameters (of its path, query and headers) by the names that the document has for
                them; all others are the body.

        Returns:
            What came back. `answer` is the whole answer: of the generated type of the operation, or a dict if it has
            another shape. Where it names a task, `wait` polls until that ends; where it has pictures, `results` gives
            them, else an empty list. Nothing is wrong with an end without a picture.

        Raises:
            BadInput: there is no such operation, or it does not take the fields; nothing was sent.
            ImageEditError: as in `edit`. The editor's time-out is the one that holds.
        """
        return self._submitted(self._core.call(operation_id, fields))

    @spelled_out
    def edit_many(self, jobs: Iterable["Job"], **options: Unpack[BatchOptions]) -> Generator["Outcome", None, None]:
        """Do many jobs, and lose nothing: the result of each is saved, and none is paid for twice.

        All jobs are checked before anything is sent. What was done is kept in a journal: if the program is killed, the
        same again goes on where it was. Tasks that are paid for are fetched before more is paid for, and jobs with the
        same content are paid for once. A rate limit slows all of them. Leaving the loop, as by `break` or Ctrl-C, stops
        it: nothing new is submitted, and what is being submitted has five seconds to tell its task.

        The jobs run in threads of their own, whether or not the next outcome is asked for.

        Args:
            jobs: what is to be done, as `Job.edit("cat.png", "At night", "out/cat.png")`.
            journal: a file, made if there is none, in a folder that exists. One process at a time writes it.
            at_once: how many jobs are between their submit and their kept result at once, 1 or more.
            max_billed: how many billed calls are sent at most, 0 or more; None for as many as it takes. The jobs beyond
                stay `planned`.
            retry_failed: whether what was refused or failed in an earlier run is submitted once more.
            resubmit_unclear: whether what may have run and been billed, and nobody knows, is submitted once more.
            keep_going: whether jobs that cannot be done as they are end as `refused`, rather than keep the others back.
            replace: whether a file that stands where a result goes is replaced, though this journal knows nothing of it
                or it was changed since; else its job is one that cannot be done. What an earlier job of this journal
                made for the same output, and nobody changed, is replaced anyway.

        Yields:
            An `Outcome` for each job, as soon as this run has no more to do for it.

        Raises:
            BadJobs: some jobs cannot be done as they are; nothing was sent.
            BadInput: an argument is out of its bounds, or the journal cannot be used.
            JournalNotWritten: at the end, if something was paid for that stands in no journal; it names the tasks.
        """
        from .batch.batch_run import wishes_of  # few have many, and importing it takes time
        from .batch.threads import ThreadedBatch

        return _outcomes(ThreadedBatch(self, jobs, wishes_of(options)))

    def task(self, task_id: str, *, model: str | None = None, watermark: bool | str | None = None) -> Task:
        """Pick up a task that was submitted earlier, maybe by another process. Nothing is sent yet.

        Args:
            task_id: its id, as text: some have more digits than a float keeps.
            model: as `Task.model` told it after the submit (volcv); None for that of an edit without a model.
            watermark: as it was given to the submit, since ai302 and volcv read it only when they are asked.

        Raises:
            BadInput: the id cannot be one, or the gateway knows no such option.
        """
        return self._task(self._core.picked_up(task_id, {"model": model, "watermark": watermark}))

    def _first_image(self, plan: Plan) -> EditedImage:
        return run(self._flows.first_image(plan, self._told(plan)))

    def _submitted(self, plan: Plan) -> Task:
        return self._task(run(self._flows.submit(plan, self._told(plan))))

    def _task(self, submission: Submission) -> Task:
        return Task(submission, self._flows)


def _outcomes(batch: "ThreadedBatch") -> Generator["Outcome", None, None]:
    with batch:
        yield from batch
