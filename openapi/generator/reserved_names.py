"""Names that the templates call their own."""

# A field, a parameter or a schema of such a name gets a `_` after it, as with `class` and `list`.
RESERVED_NAMES = {
    # members of every model
    *("additional_keys", "additional_properties", "from_dict", "to_dict", "to_multipart"),
    # what the methods of a model use
    *("cls", "d", "field_dict", "prop", "prop_dict", "prop_name", "src_dict"),
    # functions
    *("as_text", "asyncio_detailed", "build_request", "cast", "encode_json", "expect", "expect_list", "sync_detailed"),
    # types and errors
    *("Any", "ApiError", "AuthenticatedClient", "BinaryIO", "BytesIO", "Client", "ErrorResponse", "File", "FileTypes"),
    *("Generator", "IntEnum", "Literal", "Mapping", "RequestFiles", "Response", "StrEnum", "T", "TextIO", "TypeVar"),
    *("UNSET", "UUID", "UnexpectedStatus", "UnreadableResponse", "Unset"),
}
