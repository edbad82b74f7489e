"""A script in a message, a name and a file in a real browser: nothing of it is in the page, and nothing runs."""

from __future__ import annotations

from cases.verbs.import_orders import import_order
from cases.verbs.upload_attachment import upload_attachment
from tests.builders import a_line, a_png, a_question, an_order
from tests.cast import JAN, NORD, ROOT
from tests.pages.hostile import HOSTILE
from tests.pages.site import Site

RUNS = "<img src=x onerror=\"window.stored='yes'\"><script>window.stored='yes'</script>"


def test_it_runs_nothing_that_anybody_wrote(site: Site) -> None:
    desk, said = site.desk, f"{HOSTILE} {RUNS}"
    desk.takes(number="9", lines=[a_line(title=said)])
    named = {"id": "jan", "name": said, "lang": "en"}
    given = an_order(number="9").model_dump(mode="json", exclude_unset=True) | {"buyer": named}
    import_order(desk.database, an_order(number="9").model_validate(given), desk.now)
    file = upload_attachment(
        desk.database, desk.files, JAN, a_png(), name=f"{said}.png", document="photo", real_now=desk.now
    ).id
    case = desk.opens(a_question("DE-9", body=f"Does it fit? {said}", attachments=[file]))
    for who in (JAN, NORD, ROOT):
        page = site.visit(who, f"/cases/{case.id}")
        if who is ROOT:
            page.get_by_label("Why do you open").fill(said)
            page.get_by_role("button", name="Open the case").click()
            page.goto(f"{site.address}/cases/{case.id}?show=messages&show=looks")
        for path in ("", "/", "/search?q=stored", "/orders/DE-9" if who is JAN else "/?folder=all"):
            if path:
                page.goto(f"{site.address}{path}")
            assert page.locator("x-stored, main script, img[onerror], [onfocus]").count() == 0, f"{who.sub} {path}"
            assert page.evaluate("window.stored") is None, f"{who.sub} {path}"


def test_it_would_see_a_script_that_runs(site: Site) -> None:
    page = site.visit(JAN)
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", HOSTILE)
    assert page.locator("x-stored, [onfocus]").count() > 0
