"""Pages out of templates: escaped by default, in the reader's language, under a policy that runs nothing foreign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.pages import filters
from api.pages.static import address_of
from markets.translate import translate, translate_count

TEMPLATES = Path(__file__).parents[1] / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
GUARDED: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-store",
    "Vary": "Cookie, Accept-Language",
}
"""The headers of every page."""


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters.ALL)
    environment.globals["static"] = address_of
    return environment


ENVIRONMENT = _environment()


def html(template: str, language: str, **known: Any) -> str:
    """A page as text."""
    return ENVIRONMENT.get_template(template).render(**words_of(language), **known)


def part(template: str, macro: str, language: str, **known: Any) -> Callable[..., Markup]:
    """One macro of a template, to be called alone."""
    module = ENVIRONMENT.get_template(template).make_module({**words_of(language), **known})
    found: Callable[..., Markup] = getattr(module, macro)
    return found


def words_of(language: str) -> dict[str, Any]:
    """What a template says texts with: ``t`` by key, ``n`` by key and number."""

    def count(key: str, n: int, **values: object) -> str:
        return translate_count(key, n, language, **values)

    return {"lang": language, "t": partial(_text, language), "n": count}


def _text(language: str, key: str, **values: object) -> str:
    return translate(key, language, **values)
