"""Calls a gateway by its generated client, without the layer for people: submit, then poll until the task ends.

`python examples/call_the_client.py https://example.com/cat.png "Give it a hat"`
"""

import os
import sys
import time

from image_gateways.ai302 import AuthenticatedClient, errors
from image_gateways.ai302.api.seededit import get_seededit_v30_result, submit_seededit_v30
from image_gateways.ai302.models import SeededitV30Request, SeededitV30ResultRequest

INTERVAL = float(os.environ.get("INTERVAL", "2"))  # seconds


def main(picture: str, prompt: str) -> None:
    """Edit a picture that lies at a link; print where the result lies."""
    url = os.environ.get("AI302_BASE_URL", "https://api.302.ai")
    with AuthenticatedClient(base_url=url, token=os.environ["AI302_API_KEY"]) as client:
        try:
            edit = SeededitV30Request(image_urls=[picture], prompt=prompt)
            task_id = submit_seededit_v30.sync(client=client, body=edit).data.task_id  # billed: never sent twice
            poll = SeededitV30ResultRequest(task_id=task_id)
            while not (answer := get_seededit_v30_result.sync(client=client, body=poll).data).image_urls:
                if answer.status not in ("in_queue", "generating"):
                    sys.exit(f"task {task_id} ended as {answer.status}")
                time.sleep(INTERVAL)
        except errors.ErrorResponse as refusal:
            sys.exit(f"HTTP {refusal.status_code}: {refusal.error}")
    print(*answer.image_urls)  # noqa: T201  it is for a terminal


if __name__ == "__main__":
    main(*sys.argv[1:])
