"""Builds the compiled parts and the compiled rules wherever the package is built.

Only a C compiler is needed. ``COUNTERPITCH_NO_NATIVE=1`` leaves the core out: the Python code
then gives the very same verdicts, more slowly. The rules are compiled by the program itself, so
that the first start need not: src/counterpitch/rulebook/cache.py.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from setuptools import Extension

NATIVE = Path("src", "counterpitch", "_native")
RULES = Path("src", "counterpitch", "_compiled")
EXTENSIONS = {
    NATIVE: "counterpitch._native.core",
    NATIVE / "ownership": "counterpitch._native.ownership.compiled",
}
"""Each folder of C files is one extension, whose module lies in that folder."""

FLAGS = ["-O3"]
"""Beside those of the Python that builds. None is for one machine only: wheels travel."""


class NativeBuild(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the extension and the rules into the source folder, and puts them into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both; a wheel that holds the extension is one for this platform."""
        if self.target_name != "wheel":
            return
        if not os.environ.get("COUNTERPITCH_NO_NATIVE"):
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            for built in build(Path(self.root)):
                build_data["artifacts"].append(built.relative_to(self.root).as_posix())
        if not compile_rules(Path(self.root)):
            self.app.display_warning("The rules will be compiled at the first start.")
        build_data["artifacts"].append(f"{RULES.as_posix()}/*.msgpack")


def compile_rules(root: Path) -> bool:
    """Have the program below ``root`` compile its rules; tell whether it could.

    It cannot where what it imports is not installed. Then the first start takes seconds longer.
    """
    shutil.rmtree(root / RULES, ignore_errors=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "COUNTERPITCH_CACHE": str(root / RULES),
    }
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", _COMPILE], env=environment, capture_output=True, check=False
    )
    return done.returncode == 0


_COMPILE = """
from counterpitch.indicators.matcher import Matcher
from counterpitch.rulebook.book import rulebook
Matcher(rulebook())
Matcher(rulebook(), native=False)
"""


def build(root: Path) -> list[Path]:
    """Compile the extensions into their folders below ``root`` and return their paths."""
    from setuptools import Distribution

    extensions = [_extension(root, folder, name) for folder, name in EXTENSIONS.items()]
    distribution = Distribution({"ext_modules": extensions, "package_dir": {"": "src"}})
    command = distribution.get_command_obj("build_ext")
    command.inplace = True
    command.force = True
    command.build_temp = str(root / "build" / "native")
    before = Path.cwd()
    os.chdir(root)
    try:
        command.ensure_finalized()
        command.run()
    finally:
        os.chdir(before)
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    return [
        root / folder / f"{name.rpartition('.')[2]}{suffix}" for folder, name in EXTENSIONS.items()
    ]


def _extension(root: Path, folder: Path, name: str) -> "Extension":
    """Return the extension ``name`` made of all C files that stand in ``folder`` itself."""
    from setuptools import Extension

    sources = sorted(str(path.relative_to(root)) for path in (root / folder).glob("*.c"))
    return Extension(
        name,
        sources,
        extra_compile_args=_flags(),
        extra_link_args=_flags(),  # a sanitizer is linked as well
        language="c",
    )


def _flags() -> list[str]:
    own = os.environ.get("COUNTERPITCH_CFLAGS")
    return [] if sys.platform == "win32" else (own.split() if own else FLAGS)
