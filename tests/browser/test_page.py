"""The page as a reader meets it: on a phone and a desk, light and dark, with and without script, by keyboard."""

from __future__ import annotations

import pytest

BOTH = [(size, theme) for size in ("phone", "desk") for theme in ("light", "dark")]
OVERFULL = """() => [...document.querySelectorAll('.box')].filter(box => box.getClientRects().length).flatMap(box => {
    const frame = box.querySelector('rect').getBBox();
    return [...box.querySelectorAll('text')].filter(text => {
        const place = text.getBBox();
        return place.x + place.width > frame.x + frame.width || place.y + place.height > frame.y + frame.height;
    }).map(text => text.textContent);
})"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach(part => { part.open = true; })"


def shown(page, selector):
    return page.locator(f"{selector}:visible").count()


@pytest.mark.parametrize(("size", "theme"), BOTH)
def test_nothing_is_said_nothing_is_fetched_and_nothing_sticks_out(opened, size, theme):
    page = opened(size, theme)
    page.evaluate(OPEN_ALL)
    assert page.said == []
    assert len(page.asked) == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(OVERFULL) == []


@pytest.mark.parametrize(("size", "theme"), BOTH)
def test_axe_finds_no_barrier(opened, size, theme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra `browser`")
    page = opened(size, theme, name="two")
    page.evaluate(OPEN_ALL)
    found = axe.Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


def test_without_script_all_findings_are_there_and_the_tools_are_not(opened):
    with_script, without = opened(), opened(script=False)
    assert shown(without, ".finding") == shown(with_script, ".finding") > 50
    assert shown(without, ".tools") == shown(without, ".copy") == 0
    assert shown(with_script, ".tools") == 1


def test_filters_leave_what_they_say(opened):
    page = opened()
    total = shown(page, ".finding")
    page.get_by_label("warning").uncheck()
    page.get_by_label("info").uncheck()
    errors = shown(page, ".finding.error")
    assert shown(page, ".finding") == errors < total
    assert page.locator("output").inner_text() == f"{errors} of {total} findings"
    page.get_by_label("rule", exact=True).select_option("SHP001")
    codes = page.locator(".finding:visible").evaluate_all("all => all.map(one => one.dataset.code)")
    assert set(codes) == {"SHP001"}
    page.get_by_label("file", exact=True).select_option(label="flowers.py")
    assert page.locator(".file:visible h2").all_inner_texts() == ["flowers.py"]


def test_search_finds_words_in_findings_and_layers(opened):
    page = opened()
    page.get_by_label("search").fill("cannot slide a kernel")
    assert 0 < shown(page, ".finding") < 10
    page.get_by_label("search").fill("LSTM")
    assert page.locator(".file:visible h2").all_inner_texts() == ["reviews.ipynb"]
    page.get_by_label("search").fill("no such word")
    assert shown(page, ".file") == 0
    page.get_by_label("search").fill("")
    assert shown(page, ".file") > 5


def test_the_keyboard_goes_from_a_box_to_its_finding_its_line_and_back(opened):
    page = opened()
    box = page.locator("a.box.error").first
    name = box.get_attribute("id")
    box.focus()
    page.keyboard.press("Enter")
    finding = page.locator(".finding:target")
    assert finding.evaluate("one => one === document.activeElement")
    finding.get_by_role("link", name="in the network").press("Enter")
    assert page.evaluate("document.activeElement.id") == name
    finding = page.locator(box.get_attribute("href"))
    finding.locator(".ways a").first.press("Enter")
    line = page.locator(".row:target")
    assert line.is_visible()
    line.locator("a.beside.error").first.press("Enter")
    assert page.locator(".finding:target").count() == 1


def test_a_link_opens_what_is_folded(opened):
    page = opened()
    page.locator(".finding").first.get_by_role("link", name="about ").click()
    rule = page.locator(".rule:target")
    assert rule.get_attribute("open") is not None
    assert rule.locator("p").first.is_visible()


def test_the_theme_can_be_chosen_and_stays(opened):
    page = opened(theme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_label("dark").check()
    assert page.evaluate(ground) != light
    page.reload()
    assert page.get_by_label("dark").is_checked()
    assert page.evaluate(ground) != light


def test_the_theme_can_be_chosen_without_script(opened):
    page = opened(theme="light", script=False)
    page.get_by_label("dark").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 27)"


def test_the_mended_lines_can_be_copied(opened):
    page = opened()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    after = page.locator(".after").first
    after.get_by_role("button", name="copy").click()
    after.get_by_role("button", name="copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == after.locator("pre").inner_text()
