"""Build and start the image without Docker: every step of the Dockerfile, in a folder, by chroot.

Usage, as root on Debian with debootstrap: python tools/try_dockerfile.py

A bare Debian 12 with its own Python 3.11 stands in for python:3.11-slim. It shows that the steps
succeed with what they name and nothing else, that the files copied are all the app needs, and that
the app answers the image's own health check as the image's own user. It cannot show what an engine
adds: layers, limits, volumes, the network between containers.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "/usr/local/python"
REGISTRY = re.compile(r"(PIP_|SSL_|REQUESTS_|UV_)\w+|(https?|no|all)_proxy", re.IGNORECASE)
"""Of the variables here, those by which this machine reaches its registries."""


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Yield each instruction and what follows it."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", "").splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            yield name, rest.strip()


class Image:
    """A folder that stands for the image, and what the steps before set."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.place, self.user = folder, "/", "0"
        self.variables = {"PATH": f"{PYTHON}/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"}
        self.health: list[str] = []

    def command(self, words: list[str]) -> list[str]:
        inside = f"cd {shlex.quote(self.place)} && exec {shlex.join(words)}"
        who = f"--userspec={self.user}:{self.user}"
        return ["chroot", who, str(self.folder), "/bin/sh", "-c", inside]

    def environment(self) -> dict[str, str]:
        here = {name: value for name, value in os.environ.items() if REGISTRY.fullmatch(name)}
        home = "/root" if self.user == "0" else "/home/cinefold"
        return {**here, **self.variables, "HOME": home}

    def run(self, words: list[str]) -> None:
        subprocess.run(self.command(words), env=self.environment(), check=True)

    def start_from(self, image: str) -> None:
        if image != "python:3.11-slim":
            sys.exit(f"nothing here stands in for {image}")
        packages = "--include=python3-venv,ca-certificates"
        command = ["debootstrap", "--variant=minbase", packages, "bookworm", str(self.folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for file in ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt"):
            shutil.copy(file, self.folder / file.lstrip("/"))
        self.run(["/usr/bin/python3", "-m", "venv", PYTHON])

    def copy(self, source: str, target: str) -> None:
        kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"]
        for name in kept if source == "." else [source]:
            to = self.folder / self.place.lstrip("/") / target / name
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, to, ignore=shutil.ignore_patterns("__pycache__"))
            elif name in kept:
                shutil.copy(ROOT / name, to)

    def serve(self, words: list[str]) -> None:
        """Start the app, ask after its health, and end it."""
        server = subprocess.Popen(self.command(words), env=self.environment())
        try:
            for _ in range(60):
                if server.poll() is not None:
                    sys.exit("the app ended at once")
                asked = subprocess.run(
                    self.command(self.health), env=self.environment(), stderr=subprocess.DEVNULL
                )
                if asked.returncode == 0:
                    return
                time.sleep(1)
            sys.exit("the app is not well after a minute")
        finally:
            server.terminate()
            server.wait(20)

    def step(self, name: str, rest: str) -> None:
        print(f"{name} {rest}", flush=True)
        if name == "FROM":
            self.start_from(rest)
        elif name == "RUN":
            self.run(["/bin/sh", "-c", rest])
        elif name == "COPY":
            source, target = rest.split()
            self.copy(source, target)
        elif name == "WORKDIR":
            self.place = rest
            (self.folder / rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif name == "USER":
            self.user = rest
        elif name == "ENV":
            self.variables |= dict(word.split("=", 1) for word in shlex.split(rest))
        elif name == "HEALTHCHECK":
            self.health = json.loads(rest[rest.index("[") :])
        elif name == "CMD":
            self.serve(json.loads(rest))
        elif name != "EXPOSE":
            sys.exit(f"{name} is not known here")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        image = Image(Path(folder))
        for name, rest in steps((ROOT / "Dockerfile").read_text()):
            image.step(name, rest)
    print("every step succeeded, and the app is well")


if __name__ == "__main__":
    main()
