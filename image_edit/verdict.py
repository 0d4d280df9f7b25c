"""What a reply, or the lack of one, means: a success, or the error that fits, and whether it may pass.

How a failure is read. Where one stands as JSON in the words of another, the innermost that the document lists counts.
Its code counts where the document lists it; else its words, where the document lists those; else
the HTTP status. What the document lists has a kind, and that counts whatever the HTTP status is:

- A refusal is an error of its type, and nothing ran: `bad-input`, `not-offered`, `authentication`, `quota`,
  `rate-limit`, `refused`, `input-text-refused`, `input-picture-refused`, `unavailable`.
- `output-refused`: it ran, and may be billed.
- `internal`: at a billed call nobody knows whether it ran (`MaybeBilled`), unless HTTP says 4xx. So it is with a
  `bad-input` that only a poll may repeat: its code has another cause too.

What is not listed is a refusal at 4xx, by its status; at another status, and where the body is no failure that can be
read, nobody knows (`MaybeBilled` at a billed call).

A poll bills nothing and asks for nothing but a task. `bad-input` is there how the task ended, and so is a refusal of
content. It is not, where the failure comes from the host in front of the service, which knows nothing of tasks, nor
where the document says that the code means a task that is not known; a failure that names a task is that task's own.
Whatever else is wrong with a poll, the task goes on.
"""

from collections.abc import Sequence
from typing import NamedTuple

from . import errors
from .document import ListedFailure
from .errors import Facts, ImageEditError
from .gateways.gateway import Answer, Failure, Gateway, Request, call_id, named_in
from .gateways.open_call import read_open
from .network.calls import Reply, Trouble
from .network.deadline import Deadline
from .policy import Purpose, Situation, retry_after

_QUOTED = 300
_ENDS_OF_SENTENCES = ".!?…。"

# The kinds of `x-error-codes` and `x-error-texts`, and what to do about each.
KINDS: dict[str, tuple[type[ImageEditError], str]] = {
    "bad-input": (errors.BadInput, "Change the request."),
    "not-offered": (errors.NotSupported, "The host offers no such call. Check the base URL, the model and the action."),
    "authentication": (errors.AuthenticationError, "Check the key, and that it may use this gateway and this model."),
    "quota": (errors.QuotaExceeded, "Raise the balance or the quota of the key."),
    "rate-limit": (errors.RateLimited, "Call less often, or try again later."),
    "refused": (errors.ContentRefused, "Change the prompt or the picture."),
    "input-text-refused": (errors.InputTextRefused, "Change the prompt."),
    "input-picture-refused": (errors.InputPictureRefused, "Use another picture."),
    "output-refused": (
        errors.OutputRefused,
        "Change the prompt, or run it again with another seed; each run may be billed.",
    ),
    "internal": (errors.GatewayUnavailable, "Try again later."),
    "unavailable": (errors.GatewayUnavailable, "Try again later."),
}
_PASSING_KINDS = {
    "rate-limit": Situation.RATE_LIMITED,
    "internal": Situation.SERVER_FAILED,
    "unavailable": Situation.SERVER_FAILED,
}

# What HTTP itself says, where the document lists neither code nor words.
_STATUS_KINDS = {400: "bad-input", 401: "authentication", 402: "quota", 403: "authentication", 413: "bad-input"}
_STATUS_KINDS |= {415: "bad-input", 422: "bad-input", 429: "rate-limit"}
# It says this only where the gateway itself answers; in a page of somebody else it may mean anything.
_GATEWAYS_STATUS_KINDS = _STATUS_KINDS | {404: "not-offered", 405: "not-offered"}

# What is wrong with the caller, whatever becomes of a task that it asks for.
_CALLER_ERRORS = (errors.AuthenticationError, errors.QuotaExceeded, errors.RateLimited)
_NOT_OF_THE_TASK = (*_CALLER_ERRORS, errors.BadInput, errors.NotSupported)
_CALLER_STATUSES = frozenset(status for status, kind in _STATUS_KINDS.items() if KINDS[kind][0] in _CALLER_ERRORS)
NOT_KNOWN = "Check its id, its model where tasks have one, and the key; tasks are kept for a day at most."
_CHECK_BASE_URL = "Check the base URL, which has to be the one of the gateway itself, and what stands between."


def server_failed(status: int) -> bool:
    """Tell whether a status says that the server, or a proxy before it, failed: nobody says that nothing ran."""
    # The request did not arrive whole in time, came too early, or the caller seemed to have gone.
    return status in (408, 425, 499) or status >= 500


def _is_unclear(status: int, *, is_gateways: bool = True) -> bool:
    """Tell whether a failure that is no refusal by itself leaves open, by its status, what became of the request."""
    # 406 is about the answer, not the request; hosts pass on with it whatever their upstream failed at.
    return status < 300 or server_failed(status) or (is_gateways and status == 406)


def _is_http_status(code: object) -> bool:
    """Tell whether a code says no more than HTTP does; whoever stands between may answer so, and it is no gateway's."""
    return isinstance(code, int) and 100 <= code < 600


def _maybe(facts: Facts) -> str:
    if facts.get("task_id"):
        return (
            f"It was sent, and the answer, whole or not, names the task {facts['task_id']}: pick that up rather than "
            "send it again, which would be billed again."
        )
    return (
        "It was sent and its outcome is unknown: it may have run, and been billed. It was not sent again; look at the "
        "gateway's own record before you do."
    )


class Verdict(NamedTuple):
    """What a reply, or the lack of one, means.

    Attributes:
        answer: what a success says; None for a failure.
        error: the error that fits; None for a success.
        situation: what may pass about it; None if nothing does.
        retry_after: seconds that the server asked to wait, if it did.
    """

    answer: Answer | None = None
    error: ImageEditError | None = None
    situation: Situation | None = None
    retry_after: float | None = None


class Judge:
    """Judges what comes back of one request.

    Args:
        gateway: the gateway's adapter.
        request: the request.
        purpose: what it is sent for.
        deadline: the deadline that it is sent with.
        task_id: the task that it is about, if any.
    """

    def __init__(
        self,
        gateway: Gateway,
        request: Request,
        purpose: Purpose,
        deadline: Deadline,
        task_id: str | None,
    ) -> None:
        self._gateway = gateway
        self._operation_id = request.operation_id
        self._purpose = purpose
        self._deadline = deadline
        self._is_open = request.is_open
        self._facts: Facts = {"gateway": gateway.name, "operation_id": request.operation_id, "task_id": task_id}
        # Whatever is wrong with a poll, the task that it asks for was submitted.
        self._facts["maybe_billed"] = task_id is not None
        model = gateway.model_of(request)
        self._name = f"{gateway.name} {request.operation_id}" + (f" ({_on_one_line(model)})" if model else "")

    @property
    def _is_submit(self) -> bool:
        return self._purpose is Purpose.SUBMIT

    @property
    def _goes_on(self) -> str:
        return "" if self._facts.get("task_id") is None else " The task goes on; ask for it again."

    def judge(self, came_back: Reply | Trouble) -> Verdict:
        """Say what it means."""
        return self._trouble(came_back) if isinstance(came_back, Trouble) else self._reply(came_back)

    def _trouble(self, trouble: Trouble) -> Verdict:
        facts: Facts = {**self._facts, "http_status": trouble.status, "body": trouble.content}
        facts["retry_can_help"] = trouble.situation is not None
        passed = f"{self._deadline.seconds:g} s passed before"
        kind: type[ImageEditError] = errors.ConnectionFailed
        text = f"the connection broke ({trouble.text}).{self._goes_on}"
        if trouble.situation is Situation.NOT_CONNECTED and trouble.too_late:
            kind = errors.DeadlinePassed
            text = f"{passed} it was sent ({trouble.text}). Give it more time, or try again."
        elif trouble.situation is Situation.NOT_CONNECTED:
            text = f"no connection ({trouble.text}). Check the base URL and the network.{self._goes_on}"
        elif self._is_submit:
            facts |= named_in(trouble.content)
            facts["maybe_billed"], facts["retry_can_help"] = True, False
            kind = errors.SubmitTimedOut if trouble.too_late else errors.MaybeBilled
            text = f"{trouble.text}. {_maybe(facts)}"
        elif trouble.too_late:
            kind, text = errors.DeadlinePassed, f"{passed} the answer was there ({trouble.text}).{self._goes_on}"
        elif trouble.situation in (None, Situation.UNREADABLE):
            kind, text = errors.UnexpectedAnswer, f"{trouble.text}.{self._goes_on}"
        return self._failed(kind, text, facts, trouble.situation)

    def _failed(
        self, kind: type[ImageEditError], text: str, facts: Facts, situation: Situation | None = None
    ) -> Verdict:
        return Verdict(error=kind(f"{self._name}: {text}", **facts), situation=situation)

    def _reply(self, reply: Reply) -> Verdict:
        answer = self._gateway.read(reply.parsed)
        if answer is not None:
            return self._about_another(answer, reply) or Verdict(answer)
        failure = self._gateway.read_failure(reply)
        facts: Facts = {**self._facts, "http_status": reply.status, "body": reply.content}
        facts["request_id"] = call_id(reply, failure)
        if failure is None:
            answer = read_open(self._gateway, reply) if self._is_open else None
            if answer is not None:
                return self._about_another(answer, reply) or Verdict(answer)
            return self._without_failure(reply, facts)
        listed = self._gateway.document.listed_failure(failure.code, failure.message)
        if listed is None and _is_http_status(failure.code):
            return self._without_failure(reply, facts)
        facts["code"] = None if failure.code == "" else failure.code
        if self._is_submit and (made := named_in(reply.content).get("task_id")):
            facts["task_id"], facts["maybe_billed"] = made, True
        if listed is not None:
            return self._listed(reply, failure, listed, facts)
        return self._by_status(reply, _described(reply, failure, ""), facts, failure)

    def _about_another(self, answer: Answer, reply: Reply) -> Verdict | None:
        """Refuse an answer about a task that was not asked for, or that nobody can ask for."""
        asked = self._facts.get("task_id")
        if answer.task_id in (None, asked) or (asked is None and _is_text(str(answer.task_id))):
            return None
        facts: Facts = {**self._facts, "http_status": reply.status, "body": reply.content}
        facts["request_id"] = answer.request_id
        about = "another task" if asked is not None else "a task whose id is no text"
        text = f"HTTP {reply.status}: the answer is about {about} ({quoted(str(answer.task_id))})"
        return self._unclear(text, facts, errors.UnexpectedAnswer, Situation.UNREADABLE, reply)

    def _listed(self, reply: Reply, failure: Failure, listed: ListedFailure, facts: Facts) -> Verdict:
        text = _described(reply, failure, listed.meaning)
        facts["retry_can_help"] = listed.retry or (listed.retry_poll and not self._is_submit)
        if listed.kind == "output-refused" or (listed.kind == "internal" and self._is_submit):
            facts["maybe_billed"] = True
        situation = _PASSING_KINDS.get(listed.kind)
        kind, advice = KINDS[listed.kind]
        other_cause = kind is errors.BadInput and listed.retry_poll  # of which the request knows nothing
        if self._is_submit:
            unclear = listed.kind == "internal" or (other_cause and not listed.retry)
            if unclear and _is_unclear(reply.status):
                facts["maybe_billed"], facts["retry_can_help"] = True, False
                return self._failed(errors.MaybeBilled, f"{text} {_maybe(facts)}", facts, situation)
            return self._limited_or(kind, f"{text} {advice}", facts, reply, situation)
        if listed.unknown_task and not named_in(reply.content).get("task_id"):
            return self._task_not_found(text, facts)
        if other_cause:
            return self._unclear(text, facts, errors.GatewayUnavailable, Situation.SERVER_FAILED, reply)
        if kind is errors.BadInput and self._ends_the_task(failure):
            return self._failed(errors.TaskFailed, f"{text} {_submit_again(facts)}", facts)
        text += f" {advice}{self._goes_on if listed.kind == 'unavailable' else ''}"
        return self._limited_or(kind, text, facts, reply, situation if listed.retry_poll else None)

    def _ends_the_task(self, failure: Failure) -> bool:
        """Tell whether what is wrong with a poll is wrong with its task: it asks for nothing else."""
        return self._facts.get("task_id") is not None and not failure.in_front

    def _task_not_found(self, text: str, facts: Facts) -> Verdict:
        which = f"the task {facts['task_id']}" if facts.get("task_id") else "that task"
        text = f"{text} The gateway does not know {which}, or has forgotten it. {NOT_KNOWN}"
        return self._failed(errors.TaskNotFound, text, facts)

    def _without_failure(self, reply: Reply, facts: Facts) -> Verdict:
        text = f"HTTP {reply.status}, and the body is not what the document says: {quoted(reply.content)}"
        if 200 <= reply.status < 300:
            return self._unclear(text, facts, errors.UnexpectedAnswer, Situation.UNREADABLE, reply)
        if self._is_submit or server_failed(reply.status) or reply.status in _CALLER_STATUSES:
            return self._by_status(reply, text, facts, None)
        # Somebody before the gateway refused the question, and knows nothing of the task that it is about.
        return self._unclear(f"{text} {_CHECK_BASE_URL}", facts, errors.UnexpectedAnswer, Situation.UNREADABLE, reply)

    def _by_status(self, reply: Reply, text: str, facts: Facts, failure: Failure | None) -> Verdict:
        """Judge by the HTTP status; without a failure it is the one of a page of somebody else."""
        if _is_unclear(reply.status, is_gateways=failure is not None):
            return self._unclear(text, facts, errors.GatewayUnavailable, Situation.SERVER_FAILED, reply)
        if reply.status == 404 and self._gateway.document.is_addressed(self._operation_id):
            return self._task_not_found(text, facts)
        kind = (_GATEWAYS_STATUS_KINDS if failure else _STATUS_KINDS).get(reply.status)
        if kind is None:
            return self._failed(errors.UnexpectedAnswer, f"{text} {_CHECK_BASE_URL}{self._goes_on}", facts)
        situation = _PASSING_KINDS.get(kind)
        facts["retry_can_help"] = situation is not None
        found, advice = KINDS[kind]
        if found is errors.BadInput and failure and self._ends_the_task(failure):
            return self._failed(errors.TaskFailed, f"{text} {_submit_again(facts)}", facts)
        return self._limited_or(found, f"{text} {advice}", facts, reply, situation)

    def _unclear(
        self,
        text: str,
        facts: Facts,
        kind: type[ImageEditError],
        situation: Situation | None,
        reply: Reply,
    ) -> Verdict:
        if self._is_submit:
            facts = {**facts, **named_in(reply.content), "maybe_billed": True}
            return self._failed(errors.MaybeBilled, f"{text} {_maybe(facts)}", facts, situation)
        facts["retry_can_help"] = situation is not None
        return self._limited_or(kind, f"{text}{self._goes_on}", facts, reply, situation)

    def _limited_or(
        self,
        kind: type[ImageEditError],
        text: str,
        facts: Facts,
        reply: Reply,
        situation: Situation | None,
    ) -> Verdict:
        wait = asked_to_wait(reply)
        if kind in _NOT_OF_THE_TASK:
            text += self._goes_on
        if self._is_submit and facts.get("task_id"):
            situation = None  # something was made, whatever else the answer says
        verdict = self._failed(kind, text, facts, situation)._replace(retry_after=wait)
        if isinstance(verdict.error, errors.RateLimited):
            verdict.error.retry_after = wait
        return verdict


def made_nothing(gateway: Gateway, failures: Sequence[Failure]) -> tuple[type[ImageEditError], str, Facts]:
    """Return the error of what ran and made no picture, what to do about it, and what is known of it.

    Args:
        failures: why its pictures failed. Content was refused where each of them was refused.
    """
    listed = [gateway.document.listed_failure(failure.code, failure.message) for failure in failures]
    refusals = [each for each in listed if each and issubclass(KINDS[each.kind][0], errors.ContentRefused)]
    if not failures or len(refusals) < len(failures):
        return errors.TaskFailed, "Submit anew what it was for.", {"code": failures[0].code if failures else None}
    kind, advice = KINDS[refusals[0].kind]
    return kind, advice, {"code": failures[0].code, "retry_can_help": refusals[0].retry}


def asked_to_wait(reply: Reply) -> float | None:
    """Return the seconds that an answer asks to wait, if it does."""
    return retry_after(reply.headers.get("retry-after"), reply.headers.get("date"))


def _is_text(written: str) -> bool:
    """Tell whether it can be sent; JSON can write half of a surrogate pair, which cannot."""
    return not any("\ud800" <= character <= "\udfff" for character in written)


def _submit_again(facts: Facts) -> str:
    return f"The task {facts.get('task_id')} gives no picture; submit anew what it was for."


def _described(reply: Reply, failure: Failure, meaning: str) -> str:
    code = "" if failure.code is None else f", code {failure.code}"
    code += f" in {failure.within}" if failure.within else ""
    words = quoted(failure.message)
    return " ".join(filter(None, [f"HTTP {reply.status}{code}:", meaning, f"({words})" if meaning else words]))


def _on_one_line(content: bytes | str) -> str:
    """Return the beginning of a text on one line."""
    start = content[: 4 * _QUOTED]
    text = start if isinstance(start, str) else start.decode(errors="replace")
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return f"{text[:_QUOTED]}…" if len(text) > _QUOTED or len(content) > 4 * _QUOTED else text


def quoted(content: bytes | str) -> str:
    """Return the beginning of a text on one line, ended as a sentence is."""
    text = _on_one_line(content) or "(empty)"
    return text if text[-1] in _ENDS_OF_SENTENCES else f"{text}."
