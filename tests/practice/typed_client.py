"""A client of the Seller API as somebody else would write it: its types come from Ozon's description alone.

It knows nothing of this project. Whatever the description does not name, it takes for an error; of what the description
names it takes nothing but the type said there. (Anything may be null, and a 64-bit number may be text, as JSON of
protobuf has it and as Ozon's own examples show.)
"""

import json
import keyword
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import httpx
from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    TypeAdapter,
    create_model,
)
from pydantic import StrictFloat as Number
from pydantic import StrictStr as Text

Schema = dict[str, Any]


def _whole(value: object) -> object:
    is_digits = isinstance(value, str) and value.removeprefix("-").isdigit() and value.isascii()
    return int(str(value)) if is_digits else value


def _no_number(value: object) -> object:
    if isinstance(value, (int, float)):
        raise ValueError("a moment is text")  # noqa: TRY004 - that is how a validator says it
    return value


Long = Annotated[StrictInt, BeforeValidator(_whole)]
Moment = Annotated[AwareDatetime, BeforeValidator(_no_number)]
SCALARS: dict[tuple[str, str], Any] = {
    ("boolean", ""): StrictBool,
    ("integer", "int32"): Annotated[StrictInt, Field(ge=-(2**31), lt=2**31)],
    ("integer", "int64"): Annotated[Long, Field(ge=-(2**63), lt=2**63)],
    ("integer", "uint64"): Annotated[Long, Field(ge=0, lt=2**64)],
    ("string", "date-time"): Moment,
}
USUAL: dict[str, Any] = {"boolean": StrictBool, "integer": StrictInt, "number": Number, "string": Text}


class Strict(BaseModel):
    """Nothing beyond what is described."""

    model_config = ConfigDict(extra="forbid")


class ApiError(Exception):
    """What Ozon refuses."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message


class Types:
    """Models of everything in a description, made when they are needed."""

    def __init__(self, description: Path) -> None:
        self._all: Schema = json.loads(description.read_text(encoding="utf-8"))
        self._made: dict[str, Any] = {}

    def operation(self, path: str) -> Schema:
        found: Schema = self._all["paths"][path]["post"]
        return found

    def of(self, schema: Schema, name: str) -> Any:
        """The type of a schema."""
        if "$ref" in schema:
            target = schema["$ref"].rsplit("/", 1)[1]
            if target not in self._made:
                self._made[target] = self.of(self._all["components"]["schemas"][target], target)
            return self._made[target]
        if "allOf" in schema:
            (only,) = schema["allOf"]
            return self.of(only, name)
        if "enum" in schema:
            return Literal[tuple(schema["enum"])]
        kind = schema["type"]
        if kind == "array":
            return list[self.of(schema["items"], f"{name}Item")]  # type: ignore[misc]
        if kind == "object":
            return self._model(schema, name) if "properties" in schema else dict[str, Any]
        return SCALARS.get((kind, schema.get("format", ""))) or USUAL[kind]

    def _model(self, schema: Schema, name: str) -> type[Strict]:
        fields: dict[str, Any] = {}
        for wire, part in schema["properties"].items():
            kind = self.of(part, f"{name}_{wire}")
            is_needed = wire in schema.get("required", ())
            attr = f"{wire}_" if hasattr(BaseModel, wire) or keyword.iskeyword(wire) else wire
            default = ... if is_needed else None
            fields[attr] = (kind if is_needed else kind | None, Field(default, alias=wire))
        made: type[Strict] = create_model(name, __base__=Strict, **fields)
        return made


class Client:
    """Calls methods by their paths, with requests and answers as the description types them."""

    def __init__(self, address: str, client_id: str, key: str, types: Types) -> None:
        self._types = types
        self._http = httpx.Client(base_url=address, headers={"Client-Id": client_id, "Api-Key": key}, trust_env=False)

    def __call__(self, path: str, **body: Any) -> Any:
        """The answer of a method. Raises ApiError."""
        operation = self._types.operation(path)
        if "requestBody" in operation:
            asked = self._types.of(operation["requestBody"]["content"]["application/json"]["schema"], "Request")
            typed = TypeAdapter(asked).validate_python(body)
            body = TypeAdapter(asked).dump_python(typed, mode="json", by_alias=True, exclude_none=True)
        reply = self._http.post(path, json=body)
        while reply.status_code == 429:
            time.sleep(int(reply.headers["retry-after"]))
            reply = self._http.post(path, json=body)
        assert reply.headers["content-type"].startswith("application/json"), reply.text
        if reply.status_code != 200:
            responses = operation["responses"]
            told = responses.get(str(reply.status_code)) or responses.get("400") or responses["default"]
            error = self._types.of(told["content"]["application/json"]["schema"], "Error").model_validate_json(
                reply.text
            )
            raise ApiError(reply.status_code, error.code, error.message)
        told = operation["responses"]["200"]["content"]["application/json"]["schema"]
        return self._types.of(told, "Answer").model_validate_json(reply.text)

    def pages(self, path: str, rows: str, **body: Any) -> Iterator[Any]:
        """The rows of a list with cursors, page by page to the end."""
        cursor = ""
        while True:
            page = self(path, **body, cursor=cursor)
            yield from getattr(page, rows)
            if not page.has_next:
                return
            assert page.cursor
            assert page.cursor != cursor
            cursor = page.cursor

    def file(self, url: str) -> bytes:
        """A file that an answer links to."""
        return self._http.get(url).raise_for_status().content

    def close(self) -> None:
        self._http.close()
