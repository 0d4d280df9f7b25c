"""Runs the suite against one gateway, in this process and one part after the other."""

from .finding import Finding
from .jobs import jobs_of, run_job
from .target import Profile, Target


def run_suite(target: Target, profile: Profile, seed: int) -> list[Finding]:
    """Hold a server to a document; returns what was found wrong, nothing where all is well.

    Args:
        target: the server and the document.
        profile: how deep.
        seed: of what schemathesis draws; the suite's own cases are the same with every seed.
    """
    jobs = jobs_of([target], profile, seed, reported=False)
    return [finding for job in jobs for finding in run_job(job).findings]
