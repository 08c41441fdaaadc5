"""What is open in the memory of the server is read by no other process of the same user."""

import os
import subprocess
import sys
from pathlib import Path

PR_GET_DUMPABLE = 3
OPENED = (
    f"import amparo.config.wsgi, ctypes, io\nprint(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))\n"
    "from PIL import Image\nfrom amparo.formats.media import clean\n"
    "photo = io.BytesIO()\nImage.new('RGB', (9, 9)).save(photo, 'JPEG')\n"
    "print(clean(photo.getvalue(), wanted='photo').type)"
)


def test_the_house_shows_its_memory_to_nobody_and_still_cleans_a_file(tmp_path: Path) -> None:
    """Where no wall of the kernel stood, a file that broke the process which cleans it read open seeds."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("AMPARO_")}
    environ |= {"AMPARO_DATA": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    asked = subprocess.run([sys.executable, "-c", OPENED], capture_output=True, text=True, env=environ, check=False)
    assert asked.stdout.split() == ["0", "image/png"], asked.stderr
    plain = f"import ctypes\nprint(ctypes.CDLL(None).prctl({PR_GET_DUMPABLE}, 0, 0, 0, 0))"
    control = subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True)
    assert control.stdout.split() == ["1"], "an ordinary process does"
