"""POST /write/files/…: hands out what is made of a draft, as files; nothing of it is kept."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from opads.api.answers import fresh
from opads.api.jobs import Jobs
from opads.api.problem import Refusal
from opads.notice import NoticeError, RenderingUnavailableError
from opads.speech import Speech, speech_in
from opads.web.answering import look_of
from opads.web.writing.results import languages_of
from opads.web.writing.sent import Sent, read_sent
from opads.writing.deadlines import deadlines
from opads.writing.files import Files, bundle

__all__ = ("hand_out",)

ZIP = "application/zip"


@post("/write/files/{name:str}", status_code=200, include_in_schema=False)
async def hand_out(
    request: Request[Any, Any, Any], jobs: NamedDependency[Jobs], name: FromPath[str]
) -> Response[bytes]:
    """Make a file of the draft in the form."""
    sent = await read_sent(request, jobs.settings)
    speech = speech_in(look_of(request).tag)
    content, media_type = await jobs.workshop.run(lambda: _make(sent, name, speech, jobs))
    filename = {"bundle.zip": f"{sent.asked.id}.zip", "draft.json": f"{sent.asked.id}-draft.json"}.get(name, name)
    return fresh(content, media_type, {"Content-Disposition": f'attachment; filename="{filename}"'})


def _make(sent: Sent, name: str, speech: Speech, jobs: Jobs) -> tuple[bytes, str]:
    files = Files(sent.asked, sent.draft, jobs.registry)
    languages = languages_of(files, speech.tag, sent.second)
    try:
        if name == "bundle.zip":
            return bundle(files, languages, {"README.txt": _readme(files, languages, speech)}), ZIP
        # A notice may be asked for in any language that the template has.
        names = files.names(files.template.languages if files.template else ())
        if name not in names:
            raise Refusal("not-found", f"There is no such file; there is {', '.join(files.names(languages))}.")
        return files.make(name), names[name]
    except NoticeError as error:
        raise Refusal("not-convertible", f"Nothing can be written: {str(error)[:500]}.") from None
    except RenderingUnavailableError as error:
        raise Refusal("rendering-unavailable", f"{error}.") from None


def _readme(files: Files, languages: tuple[str, ...], speech: Speech) -> bytes:
    """Return a short word on the files of the bundle."""
    said = {
        "disclosure.json": speech.gettext("The disclosure in the standard's own form."),
        "report.json": speech.gettext("What was checked and found."),
        "draft.json": speech.gettext("Your answers: the file with which you can go on."),
        "qr.svg": speech.gettext("The QR code that leads to the notice."),
    }
    lines = [speech.gettext("These files were made of your answers. Nothing of them was kept."), ""]
    lines += [f"{name}: {said.get(name) or _told(name, files, speech)}" for name in files.names(languages)]
    lines += ["", speech.gettext("Deadlines"), ""]
    for duty in deadlines(files.asked, files.done) or ():
        if duty.status == "applies" and duty.deadline is not None and duty.deadline.at:
            provisions = "; ".join(f"{one.instrument}, {one.provision}" for one in duty.citations)
            lines.append(f"{_when(duty.deadline.at, speech)}: {duty.title} ({provisions})")
    return ("\n".join(lines) + "\n").encode()


def _told(name: str, files: Files, speech: Speech) -> str:
    stem = name.rpartition(".")[0]
    kind, _, tag = stem.partition("-")
    if stem in files.asked.formats:
        return speech.said("The disclosure as %(format)s.", format=files.registry.get(stem).file.name)
    if kind == "notice":
        return speech.said("The notice (%(language)s).", language=speech.tongue(tag))
    return speech.said("The label (%(language)s).", language=speech.tongue(tag))


def _when(at: str, speech: Speech) -> str:
    return speech.moment(at) if "T" in at else speech.day(at, "long")
