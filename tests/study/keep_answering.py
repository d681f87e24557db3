"""A learner in another process: answers until killed, and says each answer once it is kept.

python -m tests.study.keep_answering FOLDER NAME [COUNT]
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from hdtui.study.store import Store
from tests.study.makers import answered, envelope

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def main(folder: str, name: str, count: str = "100000") -> None:
    store = Store.open(Path(folder), NOW)
    for i in range(int(count)):
        id = f"{name}-{i}"
        store.append(envelope(id, answered(f"q{i}", attempt=i + 1)))
        if store.notice is not None:
            raise SystemExit(str(store.notice))
        sys.stdout.write(f"{id}\n")
        sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
