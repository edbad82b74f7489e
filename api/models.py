"""The bodies that the API takes; closed, bounded, each with an example."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Body = Annotated[str, Field(max_length=20_000)]
Lang = Annotated[str, Field(pattern="^([a-z]{2,3})?$")]
Names = Annotated[list[Name], Field(max_length=200)]


class MessageIn(BaseModel):
    """A message to a case: the only way a case moves."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"body": "Yes, it fits.", "event": "answer", "version": 1}]}
    )
    body: Body = ""
    lang: Lang = ""
    event: Annotated[str, Field(max_length=100)] | None = None
    fields: dict[str, Any] = {}
    answers: Names | None = None
    waives: Names = []
    reply_expected: bool | None = None
    attachments: Names = []
    corrects: Name | None = None
    version: Annotated[int, Field(ge=1, le=2_000_000_000)] | None = None


class WordsIn(BaseModel):
    """The words of an opening message."""

    model_config = ConfigDict(extra="forbid")
    body: Body = ""
    lang: Lang = ""


class UnitIn(BaseModel):
    """So many pieces of one line."""

    model_config = ConfigDict(extra="forbid")
    line: Name
    quantity: Annotated[int, Field(ge=1, le=100_000)]


class AboutIn(BaseModel):
    """What a question before the sale is about."""

    model_config = ConfigDict(extra="forbid")
    market: Name
    seller: Name
    sku: Annotated[str, Field(max_length=200)]
    title: Annotated[str, Field(max_length=300)]


class CaseIn(BaseModel):
    """A case to be opened."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"kind": "question", "order": "DE-1042", "reason": "product", "message": {"body": "Does it fit?"}}
            ]
        },
    )
    kind: Name
    order: Name | None = None
    about: AboutIn | None = None
    units: Annotated[list[UnitIn], Field(max_length=500)] | None = None
    reason: Annotated[str, Field(max_length=200)] | None = None
    message: WordsIn | None = None
    fields: dict[str, Any] = {}
    attachments: Names = []
    reply_expected: bool | None = None
    on_behalf_of: Name | None = None


class ClockIn(BaseModel):
    """Where the sandbox's clock goes."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"now": "2026-04-07T15:00:01+02:00"}]})
    now: Annotated[str, Field(max_length=40)]
