"""What the rules of axe read of a page: so that what was read once, and found sound, is not read again.

Most of its rules read the skeleton: tags, roles, classes and attributes, which texts are there at all and which of the
names are alike, and what is seen. What a text says is in no skeleton, so a page in three languages has one, unless a
text is missing in one of them. ``color-contrast`` and ``link-in-text-block`` read the inks of each piece of text: its
colour, what is painted behind it, how large it is. ``target-size`` reads where the targets lie.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Gives the skeleton (by day), the language, the ink of each piece of text and if it is a link in a text, and where
# the targets lie if one is small or lies on another. It keeps the pieces and the targets in ``window.readByTests``.
READ = r"""scheme => {
const NAMES = new Set(['alt', 'aria-label', 'aria-description', 'aria-roledescription', 'label', 'summary', 'title']);
const VALUES = new Set(['content', 'datetime', 'max', 'min', 'placeholder', 'value']);
const REFERENCES = new Set(['for', 'form', 'headers', 'id', 'list', 'aria-activedescendant', 'aria-controls',
    'aria-describedby', 'aria-details', 'aria-errormessage', 'aria-flowto', 'aria-labelledby', 'aria-owns']);
const ADDRESSES = new Set(['action', 'cite', 'formaction', 'href', 'src', 'srcset']);
const SECRETS = new Set(['integrity', 'nonce', 'lang']);
const NAMED = 'caption, h1, h2, h3, h4, h5, h6, label, legend, summary, title';
const LINKS = 'a[href], [role=link]', FIELDS = 'input:not([type=checkbox], [type=radio]), select, textarea';
const TARGETS = 'a[href], area[href], audio, button, iframe, input, select, summary, textarea, video,'
    + ' [contenteditable], [role], [tabindex]';
const root = document.documentElement, all = [root, ...root.querySelectorAll('*')];
const look = new Map(all.map(it => [it, getComputedStyle(it)])), box = new Map(all.map(it => [it,
    it.getBoundingClientRect()]));
const numbers = () => { const met = new Map(); return it => met.get(it) ?? (met.set(it, met.size), met.size - 1) };
const numberOf = numbers(), likeOf = numbers(), times = new Map();
const referred = new Set(all.flatMap(it => (it.getAttribute('aria-labelledby') || '').split(/\s+/)));
const isName = it => it.matches(NAMED) || !!it.id && referred.has(it.id);
const pictures = !!root.querySelector('img[alt]:not([alt=""]), [role=img]');
const kind = text => !text ? '-' : text.length < 2 ? '1' : /[\p{L}\p{N}]/u.test(text) ? 't' : 'p';
const plain = text => text.trim().replace(/\s+/g, ' ').toLowerCase();
const said = (text, named) => kind(text.trim()) + (named && times.get(plain(text)) > 1 ? likeOf(plain(text)) : '');
const count = text => times.set(plain(text), (times.get(plain(text)) || 0) + 1);
all.forEach(it => [...it.attributes].forEach(each => NAMES.has(each.name) && count(each.value)));
const address = text => text.startsWith('#') ? '#' + numberOf(text.slice(1)) : !text.trim() ? '-'
    : (/^[a-z]+:(?=[^/])|^javascript:/i.exec(text) || ['/'])[0];
const attribute = (it, {name, value}) => SECRETS.has(name) && it === root ? name
    : NAMES.has(name) ? name + '=' + said(value, true)
    : VALUES.has(name) || name.startsWith('data-') ? name + '=' + said(value, false)
    : REFERENCES.has(name) ? name + '=' + value.split(/\s+/).map(numberOf).join()
    : ADDRESSES.has(name) && it.tagName !== 'LINK' && it.tagName !== 'SCRIPT' ? name + '=' + address(value)
    : SECRETS.has(name) && name !== 'lang' ? name : name + '=' + value;
const isSeen = it => it.checkVisibility({visibilityProperty: true}) && it.getClientRects().length > 0;
const scrolls = it => /auto|scroll/.test(look.get(it).overflow)
    && (it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight);
const away = it => box.get(it).right + scrollX <= 0 || box.get(it).bottom + scrollY <= 0;
const named = (it, is) => [...it.childNodes].forEach(each => each.nodeType === 1
    ? named(each, is || isName(each)) : is && each.nodeType === 3 && count(each.data));
named(root, pictures);
const bones = (it, named) => '<' + it.tagName
    + [...it.attributes].map(each => ' ' + attribute(it, each)).sort().join('')
    + (isSeen(it) ? ' seen' : '') + (away(it) ? ' away' : '') + (scrolls(it) ? ' scrolls' : '') + '>'
    + (/^(SCRIPT|STYLE)$/.test(it.tagName) ? '' : [...it.childNodes].map(each =>
        each.nodeType === 1 ? bones(each, named || isName(each))
            : each.nodeType === 3 && each.data.trim() ? said(each.data, named) : '').join(''))
    + '</>';
const skeleton = scheme === 'dark' ? '' : bones(root, pictures);

const clear = /^rgba\(.*, 0\)$|^transparent$/;
const paints = it => { const its = look.get(it);
    return !clear.test(its.backgroundColor) || its.backgroundImage !== 'none' };
const painted = all.filter(it => paints(it) && isSeen(it));
const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1;
const within = (one, other) => one.left >= other.left - 1 && one.right <= other.right + 1
    && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
const rectsOf = it => [...it.childNodes].filter(each => each.nodeType === 3 && each.data.trim()).flatMap(each => {
    const range = document.createRange(); range.selectNodeContents(each); return [...range.getClientRects()] });
const isText = it => it.nodeType === 3 ? !!it.data.trim() : it.nodeType === 1 && !it.matches(LINKS)
    && [...it.childNodes].some(isText);
const block = it => { let up = it.parentElement; while (look.get(up).display === 'inline') up = up.parentElement;
    return up };
const isInText = it => it.matches(LINKS) && look.get(it).display === 'inline' && isText(block(it));
const grounds = new Map();
const groundOf = it => {
    if (!grounds.has(it)) {
        const its = look.get(it), paint = paints(it) ? its.backgroundColor + its.backgroundImage : '';
        grounds.set(it, {
            paint, thin: its.opacity === '1' ? '' : 'opacity ' + its.opacity,
            plain: its.filter === 'none' && its.mixBlendMode === 'normal' && its.textShadow === 'none',
            flows: its.transform === 'none' && its.float === 'none' && !/absolute|fixed|sticky/.test(its.position),
            seenThrough: /^rgba/.test(its.backgroundColor) || its.backgroundImage !== 'none',
        });
    }
    return grounds.get(it);
};
// Undefined where what lies behind it is not simply what its parents are painted with: then axe looks at it each time.
const ink = it => {
    const its = look.get(it), rects = it.matches(FIELDS) ? [box.get(it)] : rectsOf(it);
    const large = parseFloat(its.fontSize) >= (parseInt(its.fontWeight) >= 700 ? 18.66 : 24), told = [its.color, large];
    if (isInText(it)) {
        told.push(its.textDecorationLine, its.textDecorationStyle, its.borderBottomStyle + its.borderBottomWidth,
            its.fontWeight, its.fontStyle, its.fontSize, its.fontFamily);
        for (let up = it.parentElement, last = block(it).parentElement; up !== last; up = up.parentElement) {
            const around = look.get(up);
            told.push(around.color, around.fontWeight, around.fontStyle, around.fontSize, around.fontFamily);
        }
    }
    let simple = !painted.some(other => rects.some(each => meet(each, box.get(other))) && !other.contains(it));
    for (let up = it, seen = true; simple && up; up = up.parentElement) {
        const above = groundOf(up);
        told.push(above.thin);
        simple = above.plain && (!seen || above.flows);
        if (seen && above.paint) {
            told.push(above.paint);
            simple = above.plain && (up === root || rects.every(each => within(each, box.get(up))));
            seen = above.seenThrough;
            simple &&= !seen || above.flows;
        }
    }
    return simple ? told.filter(each => each !== '').join('|') : undefined;
};
const pieces = all.filter(it => !it.closest('head, script, style') && isSeen(it) && !away(it)
    && (isInText(it) || it.matches(FIELDS) || rectsOf(it).length)).map(it => [it, ink(it), isInText(it)]);
const targets = all.filter(it => it.matches(TARGETS) && isSeen(it));
const close = targets.filter(it => { const its = box.get(it), parts = [...it.getClientRects()];
    return Math.min(its.width, its.height) < 24 || parts.length > 1
        || targets.some(other => other !== it && meet(its, box.get(other))) });
window.readByTests = {pieces, close};
const placeOf = ({x, y, width, height}) => [x, y, width, height].map(each => each.toFixed(1)).join();
return {
    skeleton, language: String(root.getAttribute('lang')),
    inks: pieces.map(([, each, isLink]) => [each ?? null, isLink]),
    targets: close.length ? targets.map(it => placeOf(box.get(it))).join(' ') : '',
};
}"""
# With rules, and of which pieces of text: what is wrong, and the pieces that ``color-contrast`` and
# ``link-in-text-block`` found right.
LOOK = """async ([rules, where]) => {
    const {pieces, close} = window.readByTests, context = where === 'page' ? document
        : where === 'close' ? close : where.map(number => pieces[number][0]);
    const found = await axe.run(context, {...rules, elementRef: true, resultTypes: ['violations', 'passes']});
    const number = new Map(pieces.map(([it], at) => [it, at]));
    return {
        wrong: found.violations.map(each => [each.impact, each.id, each.nodes.slice(0, 3).map(node =>
            node.html.slice(0, 120))]),
        right: where === 'page' || where === 'close' ? [] : found.passes.map(each => [each.id, each.nodes.map(node =>
            number.get(node.element) ?? -1)]),
    };
}"""
IS_THERE = "() => !!window.axe"

OF_INK = ("color-contrast", "link-in-text-block")
OF_PLACE = "target-size"
OF_BONES = {"rules": {rule: {"enabled": False} for rule in (*OF_INK, OF_PLACE)}}

type Wrong = list[Any]  # how grave, which rule, where


@dataclass
class Met:
    """What axe has found sound so far."""

    skeletons: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    inks: set[tuple[str, str]] = field(default_factory=set)  # with the rule
    places: set[str] = field(default_factory=set)
    looks: int = 0  # how often axe ran


def skeleton_of(page: Page) -> str:
    """A digest of all that rules about structure read."""
    return _digest(page.evaluate(READ, "light")["skeleton"])


def what_is_new_and_wrong(page: Page, met: Met, scheme: str = "light") -> list[Wrong]:
    """What axe finds wrong on a page as it stands now, in everything that it has not found sound before.

    By night its structure is not read: a change of colours changes none of it.
    """
    read, wrong = page.evaluate(READ, scheme), []
    skeleton = _digest(read["skeleton"])
    if read["skeleton"] and (skeleton not in met.skeletons or read["language"] not in met.languages):
        found = _look(page, met, OF_BONES, "page")["wrong"]
        if not found:
            met.skeletons.add(skeleton)
            met.languages.add(read["language"])
        wrong += found
    new = [
        number
        for number, (ink, is_link) in enumerate(read["inks"])
        if any(ink is None or (rule, ink) not in met.inks for rule in (OF_INK if is_link else OF_INK[:1]))
    ]
    if new:
        found = _look(page, met, only(*OF_INK), new)
        wrong += found["wrong"]
        right = [
            (rule, read["inks"][number][0]) for rule, numbers in found["right"] for number in numbers if number >= 0
        ]
        met.inks |= {each for each in right if each[1]}
    if read["targets"] and _digest(read["targets"]) not in met.places:
        found = _look(page, met, only(OF_PLACE), "close")["wrong"]
        if not found:
            met.places.add(_digest(read["targets"]))
        wrong += found
    return wrong


def only(*rules: str) -> dict[str, Any]:
    """The options of axe for these rules."""
    return {"runOnly": {"type": "rule", "values": rules}}


def _look(page: Page, met: Met, rules: dict[str, Any], where: str | list[int]) -> dict[str, Any]:
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE_SCRIPT)
    met.looks += 1
    found: dict[str, Any] = page.evaluate(LOOK, [rules, where])
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
