"""Contract tests of the image gateways, and the mock server that they run against."""
