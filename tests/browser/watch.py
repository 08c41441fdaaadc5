"""Watching a browser: what it asked of others, what it kept, what it complained of."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request

KEPT = """async () => ({
    local: Object.keys(localStorage), session: Object.keys(sessionStorage),
    databases: indexedDB.databases ? (await indexedDB.databases()).map(each => each.name) : [],
    caches: window.caches ? await caches.keys() : [], workers: navigator.serviceWorker
        ? (await navigator.serviceWorker.getRegistrations()).map(each => each.scope) : [],
})"""


class Watch:
    """All that one browser context did which it should not."""

    def __init__(self, context: BrowserContext, *, hosts: set[str], staff: bool = False) -> None:
        self.context, self.hosts, self.staff = context, hosts, staff
        self.faults: list[str] = []
        self.expected: set[str] = set()  # complaints that a test provokes on purpose
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("response", self.response)
        context.on("page", self.page)

    def page(self, page: Page) -> None:
        """Refusals of the page's own policy come through the browser's channel too, with or without script."""
        page.on("download", lambda download: self.faults.append(f"download: {download.url}"))
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        channel = self.context.new_cdp_session(page)
        channel.on("Audits.issueAdded", self.issue)
        channel.send("Audits.enable")

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc not in self.hosts:
            self.faults.append(f"foreign request: {request.url}")

    def response(self, response: Any) -> None:
        if not self.staff and "set-cookie" in response.headers:
            self.faults.append(f"cookie set by {response.url}")

    def console(self, message: Any) -> None:
        said = f"console {message.type}: {message.text} {message.location.get('url', '')}"
        if message.type in {"error", "warning"} and not any(each in said for each in self.expected):
            self.faults.append(said)

    def issue(self, event: dict[str, Any]) -> None:
        issue = event["issue"]
        if issue["code"] == "ContentSecurityPolicyIssue":
            self.faults.append(f"policy: {issue['details']}")

    def look(self) -> list[str]:
        """Every fault until now, and what stands in the browser at this moment."""
        found = list(self.faults)
        if not self.staff:
            found += [f"cookie kept: {cookie}" for cookie in self.context.cookies()]
        for page in self.context.pages:
            if urlsplit(page.url).scheme == "http":
                found += [f"kept in {name}: {kept}" for name, kept in page.evaluate(KEPT).items() if kept]
        return found
