"""The one reader of the gateways' OpenAPI documents.

Whoever asks what a document says asks here: the generator, `image_edit`, the mock, the recorder, the suite and the
tools. From the bottom up:

- `yaml_text`: YAML as JSON knows it, and the line of each key.
- `schema_walk`: the schemas within a schema, its places, references followed, and what lies there in a value.
- `vocabulary`: whether each `x-` key is a known one.
- `document_tree`: a document as it is parsed: references, its operations as they stand, which answer covers a status.
- `body_schema`: its schemas, compiled; `problem`: what is wrong with a value.
- `operations`: everything about one operation, of `parameters`, `responses`, `security` and `links`; what names and
  paths tell of links that a document does not name is in `implied_links`.
- `document`: a whole document, what is wrong with it, and folders of them.
- `json_text`: JSON as its standard has it, and whether two values are the same.
- `routing`, `request_check`: which operation a request is for, and whether the document allows it; with
  `picture_check`, and `curl_line`, which writes one.
- `answer_facts`, `operation_facts`: what the recorder and the suite ask beyond that; the mock stands on neither.

The mock, which is judged, and the suite, which judges, share all of this but the facts: a fault here can be blind in
both. So references, operations, statuses, and the check of values and of requests are held to judges that do not share
it: `tests/openapi/test_reader.py` and `test_request_check.py` compare them with `jsonschema`, `referencing` and PyYAML.
"""
