"""Three pages that tell too much, for a control: how many threads there are, in a number, in a header, in a length."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from amparo.access.reporting.models import Thread
from amparo.access.reporting.views.desk import letters
from amparo.config import urls


def number(request: HttpRequest) -> HttpResponse:
    """The page of the desk with a number at its end."""
    response = letters(request)
    response.content = response.content.replace(b"</main>", f"<p>{Thread.objects.count()}</p></main>".encode())
    return response


def header(request: HttpRequest) -> HttpResponse:
    """The number where nobody sees it."""
    response = letters(request)
    response["X-Threads"] = str(Thread.objects.count())
    return response


def length(request: HttpRequest) -> HttpResponse:
    """The number as blanks at the end."""
    response = letters(request)
    response.content += b" " * Thread.objects.count()
    return response


urlpatterns = [
    path("mesa/de-mas/numero", number, name="planted_number"),
    path("mesa/de-mas/cabeza", header, name="planted_header"),
    path("mesa/de-mas/largo", length, name="planted_length"),
    *urls.urlpatterns,
]
