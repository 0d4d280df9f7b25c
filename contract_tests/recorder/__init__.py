"""Records what passes between a caller and a live gateway, as cassettes that the mock server replays."""
