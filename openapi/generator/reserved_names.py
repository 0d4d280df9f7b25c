"""Names that the templates call their own."""

# A field, a parameter or a schema of such a name gets a `_` after it, as with `class` and `list`.
RESERVED_NAMES = {
    # members of every model
    *("additional_keys", "additional_properties", "from_dict", "to_dict", "to_multipart"),
    # functions
    *("asyncio_detailed", "build_request", "parse_response", "sync_detailed"),
    # types and errors
    *("Any", "ApiError", "AuthenticatedClient", "BinaryIO", "BytesIO", "ClassVar", "Client", "ErrorResponse", "File"),
    *("FileTypes", "Generator", "IntEnum", "Literal", "Mapping", "NoneType", "RequestArguments", "RequestFiles"),
    *("Response", "StrEnum", "TextIO", "UNSET", "UUID", "UnexpectedStatus", "UnreadableResponse", "Unset"),
}
