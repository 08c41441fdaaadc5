"""A stand-in for the house, for the script alone: two pages with the marks it looks for, and what it is answered.

It keeps what comes, as bytes, and can cut the line before or after it has taken a letter. It knows no Django.
"""

import base64
import contextlib
import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from amparo.config.bundle import BUNDLE
from amparo.sealing.envelopes import seal
from amparo.sealing.keys import case_recipient, recipient_of
from amparo.sealing.messages import Message, written

CSP = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
READER, OUTSIDE = bytes(range(32)), bytes(range(32, 64))
SALT = "00112233445566778899aabbccddeeff"
BITS = 9
SENTENCES = {
    "words-busy": "Haciendo tus palabras…", "photo-busy": "Preparando tu foto…", "voice-busy": "Preparando tu voz…",
    "sealing": "Cerrando tu mensaje con llave…", "ticket": "Un momento…", "sending": "Enviando…",
    "cut": "Se cortó la conexión.", "empty": "Falta el mensaje.", "long": "Es muy largo.", "many": "Hasta tres.",
    "large": "Pesa demasiado.", "unread": "No se pudo leer.", "photo": "No pudimos limpiar esta foto.",
    "voice-same": "No pudimos cambiar tu voz.", "voice-long": "Hasta tres minutos.", "failed": "Aquí no se pudo.",
    "right": "Eso es.", "wrong": "La palabra {n} no es esa.", "few-words": "Faltan palabras.", "many-words": "Sobran.",
    "unknown-words": "No conocemos la palabra {n}.", "asking": "Buscando…", "unopened": "Esto no se abre.",
    "failed-here": "Aquí no se pudo.", "sent": "Tu respuesta llegó.", "changed": "Ya valen las nuevas.",
    "by-her": "Tú", "by-house": "La casa", "role-lawyer": "Abogada",
}  # fmt: skip
TWO = """<form class="two"><p>Escribe dos de tus palabras.</p>
<p><label>Palabra <b class="n"></b> <input autocomplete="off"></label></p>
<p><label>Palabra <b class="n"></b> <input autocomplete="off"></label></p>
<p role="status"></p><p><button>Listo</button> <button type="button" data-part="skip">Ahora no</button></p></form>"""
LETTER = """<main id="hoja"><div data-sheet><h1>Carta</h1>
<p data-seals="house">Se cierra en nuestro servidor.</p><p data-seals="phone" hidden>Se cierra en tu teléfono.</p>
<form id="carta" method="post" action="/buzon" enctype="multipart/form-data" autocomplete="off" {data}>
<input type="hidden" name="h" value="sello"><input type="hidden" name="d" value="EC">
<input type="hidden" name="e" value="firmado"><input type="hidden" name="t" value="{ticket}">
<label>Mensaje <textarea name="text"></textarea></label>
<label>Foto <input type="file" name="photo" multiple></label> <label>Voz <input type="file" name="voice"></label>
<label><input type="checkbox" name="original" value="1"> Es prueba</label>
<label><input type="checkbox" name="disguise" value="1"> Otra voz</label>
<label><input type="radio" name="wish" value="answer" checked> Quiero respuesta</label>
<label><input type="radio" name="wish" value="listen"> Solo escúchenme</label>
<label><input type="checkbox" name="no_words" value="1"> Sin palabras</label>
<p role="status"></p><p><button>Enviar</button></p></form></div></main>
<template id="llego"><h1>Llegó</h1><ol class="words"></ol><p data-part="as-it-is" hidden>Va como estaba.</p>{two}
</template><template id="llego-sin"><h1>Llegó</h1><p>Nadie podrá responderte.</p></template>
<template id="oido"><h1>Gracias por decirlo</h1></template>"""
BACK = """<main id="hoja"><div data-sheet><h1>Volver</h1>
<p data-seals="house">Se abre en nuestro servidor.</p><p data-seals="phone" hidden>Se abre en tu teléfono.</p>
<form id="volver" method="post" action="/respuesta" autocomplete="off" {data}>
<input type="hidden" name="h" value="sello"><label>Tus palabras <textarea name="p"></textarea></label>
<p role="status"></p><p><button>Abrir</button></p></form></div></main>
<template id="mia"><h1>Mi hoja</h1><p data-state="ours">Te toca esperar.</p><p data-state="hers">Te respondimos.</p>
<section data-part="answer"><p data-part="answer-role"></p><p data-part="answer-on"></p><p data-part="answer-text"></p>
</section><p data-part="no-answer">Aún no hay respuesta.</p><p data-part="expires"></p><ul data-part="reads"></ul>
<form data-do="reply"><label>Contestar <textarea name="text"></textarea></label>
<label>Foto <input type="file" name="photo" multiple></label><label>Voz <input type="file" name="voice"></label>
<input type="checkbox" name="original" value="1" aria-label="prueba"><input type="checkbox" name="disguise" value="1"
aria-label="otra"><p role="status"></p><button>Mandar</button></form>
<p role="status" class="page"></p><p><button data-do="older">Antes</button> <button data-do="change">Cambiar</button>
<button data-do="end">Cerrar todo</button></p><div data-part="older" hidden><ol data-part="older-list"></ol></div>
<div data-part="end-sure" hidden><button data-do="end-sure">Sí, todo</button></div></template>
<template id="uno"><li><b data-part="by"></b> <i data-part="on"></i><p data-part="text"></p></li></template>
<template id="nuevas"><h1>Palabras nuevas</h1><ol class="words"></ol><div data-part="before">
<button data-do="change-sure">Cambiar</button></div><div data-part="changed" hidden>Listo.</div>
<p role="status"></p>{two}
</template><template id="adios"><h1>Se borró</h1></template>"""
WHOLE = """<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Libreta</title>
<script src="/letter.js" defer></script></head><body><a class="leave" href="/nube">Salir ya</a>
{body}{said}</body></html>"""


def word_list() -> list[str]:
    """A list that only looks like one: 1,024 words, each told by its first four letters."""
    starts = [a + b for a in "bcdfglmnprstvzjk" for b in "aeio"]
    return [one + other + "na" for one in starts for other in starts][:1024]


@dataclass
class Letterbox:
    """What came, and how the house behaves."""

    # ok | cut (nothing taken) | lost (taken, and the answer is lost) | refuse | 413 or 502 (not the house answers)
    mode: str = "ok"
    posts: list[tuple[str, dict[str, str], dict[str, bytes]]] = field(default_factory=list)
    seeds: dict[int, bytes] = field(default_factory=dict)
    wraps: dict[int, str] = field(default_factory=dict)
    lookup: str = ""
    answer: str = ""
    gone: bool = False
    turned: str = ""  # to whom a reply is sealed since somebody left, said once to whoever sealed to the old lock
    without_script: bool = False
    listed: list[str] = field(default_factory=word_list)
    heads: list[dict[str, str]] = field(default_factory=list)  # of what the script asked for

    def page(self, name: str) -> str:
        readers = [{"r": "aa", "k": recipient_of(READER)}, {"r": "bb", "k": recipient_of(OUTSIDE)}]
        values = {
            "salt": SALT,
            "words": "/es.txt /pt.txt",
            "bits": str(BITS),
            "to": "/sobre" if name == "hoja" else "/vuelta",
        }
        values |= {"readers": json.dumps(readers), "facts": '{"v":1,"excluded":["cc"],"about":["POL"],"complaint":""}'}
        data = " ".join(f"data-{key}='{value}'" for key, value in values.items())
        body = (LETTER if name == "hoja" else BACK).format(data=data, two=TWO, ticket="n" * 90)
        said = "".join(f'<template id="t-{key}">{text}</template>' for key, text in SENTENCES.items())
        return WHOLE.format(body=body, said=said)

    def box(self, text: str, role: str = "lawyer") -> str:
        return base64.b64encode(seal(written(Message(text, role)), [case_recipient(self.seeds[1])])).decode()

    def sealed(self, path: str, fields: dict[str, str]) -> dict[str, Any]:
        """The answer to a post of the script."""
        if self.mode == "refuse":
            return {"ok": False, "sentence": "La casa dice que no todavía.", "wait": 7}
        if path == "/sobre":
            return {"ok": True, "pad": "x" * 500}
        if fields["lookup"] != self.lookup or self.gone:
            return {"ok": False, "sentence": "No conocemos esas palabras."}
        if self.turned and fields["do"] == "reply":
            turned, self.turned = self.turned, ""
            return {"ok": False, "sentence": "Cambió quién lee.", "t": "nuevo.2", "case": turned}
        return {"ok": True, "pad": ""} | self.of_hers(fields["do"])

    def of_hers(self, what: str) -> dict[str, Any]:
        said = {"on": "2026-11-20", "version": 1}
        if what == "open":
            thread = {
                "state": "hers",
                "expires_on": "2027-02-01",
                "case": case_recipient(self.seeds[1]),
                "reads": ["Abogada"],
            }
            answer = said | {"box": self.box(self.answer)} if self.answer else None
            keys = [{"version": version, "wrap": wrap} for version, wrap in self.wraps.items()]
            return {"thread": thread, "keys": keys, "answer": answer, "t": "otro"}
        if what == "older":
            return {
                "messages": [
                    said | {"by": "her", "box": self.box("lo mío", "")},
                    said | {"by": "house", "box": self.box("lo suyo")},
                ]
            }
        return {}


def parted(body: bytes, kind: str) -> tuple[dict[str, str], dict[str, bytes]]:
    """The fields and the file parts of a multipart form."""
    fields, files = {}, {}
    for chunk in body.split(b"--" + kind.partition("boundary=")[2].encode())[1:-1]:
        head, _, content = (
            chunk.strip(b"\r\n").partition(b"\r\n\r\n")
            if b"filename" not in chunk
            else chunk[2:-2].partition(b"\r\n\r\n")
        )
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        if b"filename" in head:
            files[name] = content
        else:
            fields[name] = content.decode()
    return fields, files


def handler_of(box: Letterbox) -> type[http.server.BaseHTTPRequestHandler]:
    """What answers a request."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *what: Any) -> None:
            pass

        def answer(self, content: bytes, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Security-Policy", CSP)
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            name = self.path.strip("/")
            if name in {"hoja", "volver"}:
                self.answer(box.page(name).encode(), "text/html; charset=utf-8")
            elif name == "letter.js" and not box.without_script:
                self.answer(BUNDLE.read_bytes(), "text/javascript")
            elif name.endswith(".txt"):
                box.heads.append(dict(self.headers))
                self.answer("\n".join(box.listed).encode(), "text/plain; charset=utf-8")
            else:
                self.answer(b"<!doctype html><title>.</title>nube", "text/html")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if box.mode == "cut":
                self.close_connection = True
                self.connection.close()
                return
            if self.path in {"/buzon", "/respuesta"}:
                box.posts.append((self.path, {}, {"whole": body}))
                return self.answer(b"<!doctype html><title>.</title><h1>En la casa</h1>", "text/html; charset=utf-8")
            box.heads.append(dict(self.headers))
            fields, files = parted(body, self.headers["Content-Type"])
            box.posts.append((self.path, fields, files))
            if box.mode == "lost":
                self.close_connection = True
                self.connection.close()
                return
            if box.mode.isdigit():
                return self.answer(b"<h1>no</h1>", "text/html", int(box.mode))
            self.answer(json.dumps(box.sealed(self.path, fields)).encode(), "application/json")

    return Handler


@contextlib.contextmanager
def standing() -> Iterator[tuple[str, Letterbox]]:
    """The stand-in on a port of its own, as long as it is asked for."""
    box = Letterbox()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(box))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", box
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
