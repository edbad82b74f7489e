"""Files that a form brought: kept at once, so that a form that is shown again still has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.pages.door import Upload, Visit
from api.pages.forms import PREFIX
from api.problems import Problem, body_of
from cases.clock import real_now
from cases.errors import NazorgError
from cases.messages.cleaning import TooLarge, UnsupportedType
from cases.verbs.upload_attachment import upload_attachment

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def keep_uploads(visit: Visit) -> dict[str, list[str]]:
    """Keep the files and put their ids where they were typed; what is wrong with one, by its field's pointer."""
    errors: dict[str, list[str]] = {}
    for name, uploads in visit.uploads.items():
        for upload in uploads:
            try:
                visit.typed.setdefault(name, []).append(_kept(visit, upload))
            except (NazorgError, TooLarge, UnsupportedType) as error:
                errors.setdefault(_pointer(name), []).append(f"{upload.name}: {_sentence(visit, error)}")
    visit.uploads = {}
    return errors


def files_named(typed: Mapping[str, Sequence[str]]) -> list[str]:
    """The files among the fields, because a file in a field is one of the message too."""
    return [
        text
        for name, texts in typed.items()
        if name.startswith(f"{PREFIX}/")
        for text in texts
        if text.startswith("att_")
    ]


def _kept(visit: Visit, upload: Upload) -> str:
    document = "photo" if upload.name.lower().endswith(PICTURES) else "other"
    return upload_attachment(
        visit.database,
        visit.door.settings.files,
        visit.asker,
        upload.data,
        name=upload.name,
        document=document,
        real_now=real_now(),
    ).id


def _sentence(visit: Visit, error: Exception) -> str:
    body = body_of(error if isinstance(error, NazorgError) else Problem(_code(error)), visit.lang)
    faults = body.get("errors", ())
    return str(faults[0]["reason"] if faults else body["detail"])


def _code(error: Exception) -> str:
    return "too_large" if isinstance(error, TooLarge) else "unsupported_media_type"


def _pointer(name: str) -> str:
    place = name.removeprefix("f/")
    return f"/{'/'.join(part.partition(':')[0] for part in place.split('/'))}"
