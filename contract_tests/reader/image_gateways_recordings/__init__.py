"""What recordings are: the mock replays them, the recorder writes them, the suite compares with them.

- `cassettes`: recordings in vcrpy's format, held to their documents when they are loaded.
- `recorded_exchange`: one interaction of a cassette, whichever HTTP client it was recorded with.
- `pictures`: the pictures that recordings link to.
- `redaction`: what is hidden of whatever is written or shown, by its name (`secret_names`), by its looks
  (`secret_looks`), or since it is known (`known_secrets`).
- `folder`: where the recordings lie.
"""
