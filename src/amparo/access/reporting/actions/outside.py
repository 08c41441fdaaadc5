"""For a reader outside without an account: her threads as files, which the program ``age`` opens with her key alone.

Nothing is opened here. A wrap made for her holds a file of identities; with that, ``age`` opens the messages.
"""

from pathlib import Path
from typing import Any

from amparo.access.reporting.models import Thread
from amparo.commons.audit.actions import audited
from amparo.vault.queries.handing_out import files_of, plain_readers, wraps_of

CARE = "default"
SCRIPT = "llave.py"


@audited("letters.handed", target="by", using=CARE)
def hand_out(folder: Path, *, by: Any) -> list[str]:
    """Write a folder for each such reader, named by her opaque name; the names of those that were written."""
    readers = plain_readers()
    for reader in readers:
        hers = folder / reader.reference
        hers.mkdir(mode=0o700)
        _write(hers / "LEEME.txt", README.encode())
        _write(hers / SCRIPT, KEY_OF_A_FILE.encode())
        for thread in Thread.objects.filter(ring__in=wraps_of(reader)).order_by("reference"):
            _write_thread(hers / thread.reference, thread, wraps_of(reader)[thread.ring])
    return [reader.reference for reader in readers]


def _write_thread(folder: Path, thread: Thread, wraps: dict[int, bytes]) -> None:
    """One thread: her wraps, the messages, the files that go with them."""
    folder.mkdir(mode=0o700)
    for version, box in wraps.items():
        _write(folder / f"llave-{version}.age", box)
    for message in thread.messages.order_by("number"):
        name = f"{message.number:03}-{message.on:%Y-%m-%d}-{message.by}-llave-{message.key_version}.age"
        _write(folder / name, bytes(message.box))
    for reference, box in files_of(thread.ring).items():
        _write(folder / f"archivo-{reference}.age", box)


def _write(path: Path, data: bytes) -> None:
    """A file that only its owner reads."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(data)


README = """Español

Cada carpeta es un hilo de mensajes. Se abren en tu computador, con el programa age y tu llave.
En Debian: apt install age.
Cambia mi.key por el archivo de tu llave, y los nombres por los que ves en la carpeta.

1. Abre la llave del hilo:
   age -d -i mi.key llave-1.age > llave-1.txt
2. Abre un mensaje con esa llave. El nombre de cada mensaje dice con cuál:
   age -d -i llave-1.txt 001-2026-01-31-her-llave-1.age | tail -c +5 | tr -d '\\000'
   "text" es lo que escribió. "her" es ella, "house" es la casa.
3. Si hay archivos, el mensaje dice de cada uno "ref", "seed" y "size":
   python3 llave.py SEED > archivo.txt
   age -d -i archivo.txt archivo-REF.age | head -c SIZE > archivo
4. Al terminar, borra llave-1.txt, archivo.txt y lo que abriste.

Português

Cada pasta é uma conversa. As mensagens abrem no seu computador, com o programa age e a sua chave.
No Debian: apt install age.
Troque mi.key pelo arquivo da sua chave, e os nomes pelos que você vê na pasta.

1. Abra a chave da conversa:
   age -d -i mi.key llave-1.age > llave-1.txt
2. Abra uma mensagem com essa chave. O nome de cada mensagem diz com qual:
   age -d -i llave-1.txt 001-2026-01-31-her-llave-1.age | tail -c +5 | tr -d '\\000'
   "text" é o que ela escreveu. "her" é ela, "house" é a casa.
3. Se há arquivos, a mensagem diz de cada um "ref", "seed" e "size":
   python3 llave.py SEED > archivo.txt
   age -d -i archivo.txt archivo-REF.age | head -c SIZE > archivo
4. No fim, apague llave-1.txt, archivo.txt e o que você abriu.

English

Each folder is a thread of messages. They open on your computer, with the program age and your key.
On Debian: apt install age.
Put the file of your key where it says mi.key, and the names that you see in the folder.

1. Open the key of the thread:
   age -d -i mi.key llave-1.age > llave-1.txt
2. Open a message with that key. The name of each message says with which:
   age -d -i llave-1.txt 001-2026-01-31-her-llave-1.age | tail -c +5 | tr -d '\\000'
   "text" is what she wrote. "her" is she, "house" is the house.
3. Where there are files, the message says of each "ref", "seed" and "size":
   python3 llave.py SEED > archivo.txt
   age -d -i archivo.txt archivo-REF.age | head -c SIZE > archivo
4. When you are done, delete llave-1.txt, archivo.txt and what you opened.
"""

# Bech32 (BIP 173), as the age format writes an identity: for a computer that has Python and nothing of ours.
KEY_OF_A_FILE = '''"""python3 llave.py SEED: the age identity of 64 hexadecimal figures."""

import sys

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
HEAD = "age-secret-key-"


def remainder(values):
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> place & 1 else 0
    return check


def identity(secret):
    bits = "".join(f"{byte:08b}" for byte in secret)
    words = [int(bits[at : at + 5].ljust(5, "0"), 2) for at in range(0, len(bits), 5)]
    spread = [ord(letter) >> 5 for letter in HEAD] + [0] + [ord(letter) & 31 for letter in HEAD]
    check = remainder(spread + words + [0] * 6) ^ 1
    words += [check >> 5 * (5 - place) & 31 for place in range(6)]
    return (HEAD + "1" + "".join(LETTERS[word] for word in words)).upper()


print(identity(bytes.fromhex(sys.argv[1])))
'''
