"""Runs import-linter with its cache where git does not look."""

import sys

from importlinter.cli import lint_imports

if __name__ == "__main__":
    sys.exit(lint_imports(cache_dir=".import_linter_cache", verbose=False))
