"""The client of a document that has its keys elsewhere than in a bearer token; only such a document's imports it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal, NamedTuple

from attrs import Factory, define, field

from image_gateways.client import AuthenticatedClient, key_text
from image_gateways.types import RequestArguments


class KeyPlace(NamedTuple):
    """Where a key stands in a request.

    Attributes:
        where: in the headers, the query or the cookies.
        name: under which name.
        prefix: what stands before it, may be empty; after `Basic` stands what `user:password` is as base64.
    """

    where: Literal["header", "query", "cookie"]
    name: str
    prefix: str = ""

    def text(self, key: str) -> str:
        """Return a key as it is sent."""
        return key_text(key, self.prefix)


@define
class KeyedClient(AuthenticatedClient):
    """An `AuthenticatedClient` of a document that has its keys elsewhere than in a bearer token.

    Where the document has the key in one place, it is sent with every call; where in several, with each call as its
    operation says.

    Attributes:
        token: the key, which no repr shows; for HTTP basic, `user:password`.
        scheme: the security scheme that the token is for, if not for the first that fits an operation.
        more_keys: keys for further schemes, by their names.
        prefix: what stands before the token; may be empty. By default what the document says.
        auth_header_name: the name of the header, or of the parameter or cookie where the document has the key there.
    """

    #: Where keys stand, by the names of the security schemes; the first is that which operations ask for first.
    PLACES: ClassVar[Mapping[str, KeyPlace]] = {}

    scheme: str | None = field(default=None, kw_only=True)
    more_keys: dict[str, str] = field(factory=dict, kw_only=True, repr=False)
    prefix: str = field(default=Factory(lambda self: self._documented().prefix, takes_self=True))
    auth_header_name: str = field(default=Factory(lambda self: self._documented().name, takes_self=True))

    @property
    def secrets(self) -> list[str]:
        """The keys, and the passwords of those of HTTP basic."""
        keys = [self.token, *self.more_keys.values()]
        return keys + [password for key in keys if (password := key.partition(":")[2])]

    def keyed(self, arguments: RequestArguments, alternatives: Sequence[Sequence[str]]) -> RequestArguments:
        """Return what is sent with the keys of the first alternative that has all of its keys, else of the first."""
        found = [self._keys(names) for names in alternatives]
        whole = (keys for keys, names in zip(found, alternatives, strict=True) if len(keys) == len(names))
        for name, key in next(whole, found[0]).items():
            place = self._place(name)
            _put(arguments, place, place.text(key))
        return arguments

    def _everywhere(self, where: str) -> dict[str, str]:
        place = self._place(self._own_scheme())
        is_alone = len({*self.PLACES.values()}) == 1
        return {place.name: place.text(self.token)} if is_alone and place.where == where else {}

    def _keys(self, names: Sequence[str]) -> dict[str, str]:
        """Return the keys that there are for these schemes."""
        mine = next((name for name in names if self.scheme in (None, name) and name not in self.more_keys), None)
        own = {} if mine is None else {mine: self.token}
        return own | {name: self.more_keys[name] for name in names if name in self.more_keys}

    def _own_scheme(self) -> str:
        return next(iter(self.PLACES)) if self.scheme is None else self.scheme

    def _documented(self) -> KeyPlace:
        if unknown := {self._own_scheme(), *self.more_keys} - {*self.PLACES}:
            raise ValueError(f"the document's security schemes are {[*self.PLACES]}; none is called {unknown.pop()}")
        return self.PLACES[self._own_scheme()]

    def _place(self, name: str) -> KeyPlace:
        if name != self._own_scheme():
            return self.PLACES[name]
        return KeyPlace(self._documented().where, self.auth_header_name, self.prefix)


def _put(arguments: RequestArguments, place: KeyPlace, text: str) -> None:
    if place.where == "header":
        arguments["headers"][place.name] = text
    elif place.where == "query":
        arguments.setdefault("params", {})[place.name] = text
    else:
        arguments.setdefault("cookies", {})[place.name] = text
